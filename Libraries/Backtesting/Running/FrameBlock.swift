internal import Contracts
internal import Kernel

/// A run of frames and their features, whose buffers are used again for the next one.
struct FrameBlock: Sendable {
    private(set) var frames: [BarFrame]
    private(set) var features: [FeatureFrame]
    /// Whether each frame is the last of its session, which takes a look at the one after it.
    private(set) var endsSession: [Bool]
    private(set) var columns = FrameColumns()
    /// How many of the places are filled.
    private(set) var count = 0
    /// The frame after this block, while `hasUpcoming`.
    private var upcoming: BarFrame
    private var hasUpcoming = false
    private var hasBegun = false

    init(length: Int) {
        upcoming = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
        frames = Array(repeating: upcoming, count: length)
        features = Array(
            repeating: FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: []), count: length)
        endsSession = Array(repeating: false, count: length)
    }

    /// The session of the next frame; `nil` when there is none.
    mutating func nextSession(_ source: inout some FrameSource) -> TradingDate? {
        if !hasBegun {
            hasBegun = true
            hasUpcoming = source.next(into: &upcoming)
        }
        return hasUpcoming ? upcoming.session : nil
    }

    /// Takes the next frames, those of `end` and later sessions not among them, and folds their features; `false` when there were none.
    mutating func fill(
        from source: inout some FrameSource, _ fold: inout FeatureFold, before end: TradingDate? = nil
    ) -> Bool {
        guard nextSession(&source) != nil else { return false }
        count = 0
        columns.removeAll()
        while hasUpcoming, count < frames.count, end.map({ upcoming.session < $0 }) ?? true {
            swap(&frames[count], &upcoming)
            hasUpcoming = source.next(into: &upcoming)
            endsSession[count] = !hasUpcoming || upcoming.session != frames[count].session
            columns.append(frames[count])
            fold.fold(frames[count], into: &features[count])
            count += 1
        }
        return count > 0
    }
}
