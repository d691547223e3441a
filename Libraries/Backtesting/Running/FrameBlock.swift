internal import Contracts
internal import Kernel

/// A run of frames and their features, whose buffers are used again for the next one.
struct FrameBlock: Sendable {
    /// One place more than a block is long: the frame behind it.
    private(set) var frames: [BarFrame]
    /// Whether each frame is the last of its session, which takes a look at the one after it.
    private(set) var endsSession: [Bool]
    private(set) var columns = FrameColumns()
    /// The features, series by series.
    private(set) var series = FeatureColumns()
    /// How many of the places are filled.
    private(set) var count = 0
    /// Whether there is a frame after this block, at place `count`.
    private var hasUpcoming = false
    private var hasBegun = false

    init(length: Int) {
        let frame = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
        frames = Array(repeating: frame, count: length + 1)
        endsSession = Array(repeating: false, count: length)
    }

    /// Writes the features of one frame, as far as they are wanted.
    func writeFeatures(_ place: Int, only wanted: [Int], into frame: inout FeatureFrame) {
        series.write(place, at: columns.instants[place], only: wanted, into: &frame)
    }

    /// The session of the next frame; `nil` when there is none.
    mutating func nextSession(_ source: inout some FrameSource) -> TradingDate? {
        if !hasBegun {
            hasBegun = true
            hasUpcoming = source.next(into: &frames[0])
        }
        return hasUpcoming ? frames[count].session : nil
    }

    /// Takes the next frames, those of `end` and later sessions not among them, and folds their features; `false` when there were none.
    mutating func fill(
        from source: inout some FrameSource, _ fold: inout FeatureFold, before end: TradingDate? = nil
    ) -> Bool {
        guard nextSession(&source) != nil else { return false }
        if count > 0 { frames.swapAt(0, count) }
        count = 0
        while hasUpcoming, count < endsSession.count, end.map({ frames[count].session < $0 }) ?? true {
            hasUpcoming = source.next(into: &frames[count + 1])
            endsSession[count] = !hasUpcoming || frames[count + 1].session != frames[count].session
            count += 1
        }
        guard count > 0 else { return false }
        columns.take(frames, count)
        fold.fold(frames, columns, into: &series)
        return true
    }
}
