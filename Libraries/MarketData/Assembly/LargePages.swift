import Glibc

/// Pages of two megabytes.
///
/// Who walks through a long array there waits for fewer translations of addresses, and is fetched for across what would be a border
/// every four kilobytes.
public enum LargePages {
    private static let size = 2 << 20

    /// Asks for them where whole ones lie in memory that nothing was written to yet. A kernel without them leaves everything as it is.
    public static func advise(_ memory: UnsafeMutableRawBufferPointer) {
        guard let start = memory.baseAddress else { return }
        let first = start.alignedUp(toMultipleOf: size)
        let whole = (memory.count - (first - start)) / size * size
        if whole > 0 { _ = madvise(first, whole, MADV_HUGEPAGE) }
    }
}
