import Glibc

/// One block of memory that holds the six columns of a series one after the other, and frees it at the end.
///
/// `@unchecked Sendable`: nobody writes to the words once the block is made, so any thread may read them.
final class ColumnMemory: @unchecked Sendable {
    private enum Owner {
        case heap(UnsafeMutablePointer<Int64>)
        case mapping(UnsafeMutableRawPointer, length: Int)
    }

    let words: UnsafePointer<Int64>
    private let owner: Owner

    /// Copies the columns, which are equally long.
    init(copying columns: [[Int64]]) {
        let rows = columns[0].count
        precondition(columns.allSatisfy { $0.count == rows }, "the columns of a series are equally long")
        let block = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, rows * columns.count))
        for (place, column) in columns.enumerated() {
            column.withUnsafeBufferPointer { source in
                guard let first = source.baseAddress else { return }
                (block + place * rows).initialize(from: first, count: rows)
            }
        }
        words = UnsafePointer(block)
        owner = .heap(block)
    }

    /// Takes over a mapping of `length` bytes whose columns begin after `offset` bytes, a multiple of eight.
    init(mapping: UnsafeMutableRawPointer, length: Int, offset: Int) {
        precondition(offset % 8 == 0, "a column begins at a whole word")
        words = UnsafePointer((mapping + offset).assumingMemoryBound(to: Int64.self))
        owner = .mapping(mapping, length: length)
    }

    deinit {
        switch owner {
        case .heap(let block): block.deallocate()
        case .mapping(let mapping, let length): munmap(mapping, length)
        }
    }
}
