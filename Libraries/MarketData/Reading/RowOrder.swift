import Contracts

/// Whether the rows of one symbol go on in one direction of time.
struct RowOrder {
    enum Answer {
        case inOrder
        /// The instant of the row before.
        case again
        case outOfOrder(after: Timestamp)
    }

    private enum Direction {
        case open, ascending, descending
    }

    private var direction: Direction
    private var last: Timestamp?

    /// Ascending, unless the first two rows may say otherwise.
    init(mayDescend: Bool) { direction = mayDescend ? .open : .ascending }

    /// Takes the next row's time. A row against the order leaves the place of the file where it was.
    @inline(__always)
    mutating func take(_ time: Timestamp) -> Answer {
        guard let last else {
            self.last = time
            return .inOrder
        }
        if time == last { return .again }
        let ascends = time > last
        switch direction {
        case .open: direction = ascends ? .ascending : .descending
        case .ascending: guard ascends else { return .outOfOrder(after: last) }
        case .descending: guard !ascends else { return .outOfOrder(after: last) }
        }
        self.last = time
        return .inOrder
    }
}
