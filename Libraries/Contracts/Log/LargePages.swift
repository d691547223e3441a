internal import Glibc

extension Array where Element: BitwiseCopyable {
    /// So many elements in pages of two megabytes, as far as the kernel has them: who walks through a long array waits for fewer
    /// translations of addresses, and is fetched for across what would be a border every four kilobytes.
    init(repeating element: Element, inLargePages count: Int) {
        self.init(unsafeUninitializedCapacity: count) { room, filled in
            adviseLargePages(UnsafeMutableRawBufferPointer(room))
            room.initialize(repeating: element)
            filled = count
        }
    }
}

/// Asks for large pages where whole ones lie in the memory. That is advice: a kernel without them leaves everything as it is.
private func adviseLargePages(_ memory: UnsafeMutableRawBufferPointer) {
    let page = 2 << 20
    guard let start = memory.baseAddress, memory.count >= 2 * page else { return }
    let first = UnsafeMutableRawPointer(
        bitPattern: (UInt(bitPattern: start) + UInt(page) - 1) / UInt(page) * UInt(page))
    guard let first else { return }
    let whole = (start + memory.count - first) / page * page
    _ = madvise(first, whole, MADV_HUGEPAGE)
}
