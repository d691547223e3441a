/// Frames one after another, in ascending time.
///
/// A source fills a frame that its reader owns, so that a million bars need neither a million arrays nor to be in memory at once.
public protocol FrameSource {
    /// How many frames are left, for progress and for reserving room; `nil` if that is not known.
    var remaining: Int? { get }

    /// Writes the next frame into `frame`, reusing its array, and answers whether there was one.
    mutating func next(into frame: inout BarFrame) -> Bool

    /// Writes the next frames into the places from `start` to before `end`, and answers how many there were: fewer only at the end.
    mutating func next(into run: inout FrameRun, from start: Int, to end: Int) -> Int
}

extension FrameSource {
    // Inlinable, so that each source's own `next` is called without looking it up.
    @inlinable
    public mutating func next(into run: inout FrameRun, from start: Int, to end: Int) -> Int {
        var place = start
        while place < end, next(into: &run.single) {
            run.takeSingle(at: place)
            place += 1
        }
        return place - start
    }
}

/// Frames that are in memory already.
public struct FrameList: FrameSource, Sendable {
    private let frames: [BarFrame]
    private var place = 0

    public init(_ frames: [BarFrame]) { self.frames = frames }

    public var remaining: Int? { frames.count - place }

    public mutating func next(into frame: inout BarFrame) -> Bool {
        guard place < frames.count else { return false }
        frame = frames[place]
        place += 1
        return true
    }
}
