internal import Contracts
internal import Kernel

/// A run of frames and their features, whose buffers are used again for the next one.
struct SweepBlock: Sendable {
    private(set) var frames: [BarFrame]
    private(set) var features: [FeatureFrame]
    /// Whether each frame is the last of its session, which takes a look at the one after it.
    private(set) var endsSession: [Bool]
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

    /// Takes the next frames and folds their features; `false` when there were none.
    mutating func fill(from source: inout some FrameSource, _ fold: inout FeatureFold) -> Bool {
        if !hasBegun {
            hasBegun = true
            hasUpcoming = source.next(into: &upcoming)
        }
        count = 0
        while hasUpcoming, count < frames.count {
            swap(&frames[count], &upcoming)
            hasUpcoming = source.next(into: &upcoming)
            endsSession[count] = !hasUpcoming || upcoming.session != frames[count].session
            fold.fold(frames[count], into: &features[count])
            count += 1
        }
        return count > 0
    }
}
