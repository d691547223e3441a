internal import Contracts
internal import Kernel

/// A run of frames and their features, whose buffers are used again for the next one.
struct FrameBlock: Sendable {
    /// The run has one place more than a block is long: the frame behind it.
    private(set) var columns: FrameColumns
    /// Whether each frame is the last of its session, which takes a look at the one after it.
    private(set) var endsSession: [Bool]
    /// The features, series by series.
    private(set) var series = FeatureColumns()
    /// How many of the places are filled.
    private(set) var count = 0
    /// Whether there is a frame after this block, at place `count`.
    private var hasUpcoming = false
    private var hasBegun = false

    init(length: Int, instruments: Int) {
        columns = FrameColumns(frames: length, instruments: instruments)
        endsSession = Array(repeating: false, count: length)
    }

    private mutating func take(_ source: inout some FrameSource) {
        let taken = source.next(into: &columns.run, from: 1, to: endsSession.count + 1)
        hasUpcoming = taken == endsSession.count
        count = hasUpcoming ? taken : taken + 1
    }

    private mutating func take(_ source: inout some FrameSource, before end: TradingDate) {
        count = 0
        while hasUpcoming, count < endsSession.count, columns.run.session(count) < end {
            hasUpcoming = source.next(into: &columns.run, from: count + 1, to: count + 2) == 1
            count += 1
        }
    }

    /// A frame ends its session if the one behind it is of another, or there is none.
    private mutating func findEnds() {
        for place in 0..<count { endsSession[place] = false }
        var stop = 0
        while stop < count {
            stop = columns.sessionStops[stop]
            endsSession[stop - 1] = true
        }
        if hasUpcoming { endsSession[count - 1] = columns.run.session(count) != columns.run.session(count - 1) }
    }

    /// Writes the features of one frame, as far as they are wanted.
    func writeFeatures(_ place: Int, only wanted: [Int], into frame: inout FeatureFrame) {
        series.write(place, at: columns.instants[place], only: wanted, into: &frame)
    }

    /// The session of the next frame; `nil` when there is none.
    mutating func nextSession(_ source: inout some FrameSource) -> TradingDate? {
        if !hasBegun {
            hasBegun = true
            hasUpcoming = source.next(into: &columns.run, from: 0, to: 1) == 1
        }
        return hasUpcoming ? columns.run.session(count) : nil
    }

    /// Takes the next frames, those of `end` and later sessions not among them, and folds their features; `false` when there were none.
    mutating func fill(
        from source: inout some FrameSource, _ fold: inout FeatureFold, before end: TradingDate? = nil
    ) -> Bool {
        guard nextSession(&source) != nil else { return false }
        if count > 0 { columns.run.begin(with: count) }
        if let end { take(&source, before: end) } else { take(&source) }
        guard count > 0 else { return false }
        columns.measure(count)
        findEnds()
        fold.fold(columns, into: &series)
        return true
    }
}
