public import Contracts

extension FrameTable {
    /// All frames of an assembly, for those who walk them again and again: about fifty bytes a bar.
    public init(_ assembly: FrameAssembly) {
        var cursor = assembly.makeIterator()
        self.init(frames: cursor.count, instruments: assembly.universe.count, preparing: LargePages.advise)
        guard var frame = cursor.next() else { return }
        var place = startIndex
        repeat {
            self[place] = frame
            place += 1
        } while cursor.next(into: &frame)
    }
}

extension FrameCursor {
    /// How many frames are left, for several instruments by walking them.
    fileprivate var count: Int {
        if let remaining { return remaining }
        var walk = self
        guard var frame = walk.next() else { return 0 }
        var count = 1
        while walk.next(into: &frame) { count += 1 }
        return count
    }
}
