public import Contracts

/// What a service finds when it takes its lease again after it lost its connection: whether the commit in flight is in the log.
public enum Reopening: Hashable, Sendable {
    /// Nothing has happened in the meantime; a commit in flight had not landed.
    case unchanged
    /// The commit in flight had landed.
    case landed
    /// The log has started anew, or its state is not what we left: what is in memory may not be in the log.
    case changed(landed: Bool)

    /// What a service's place in the log is known by.
    public struct Place: Hashable, Sendable {
        /// Whose lease it was last.
        public var epoch: Int64
        public var cursor: String
        /// How many commits the service has made in its life.
        public var count: Int64

        public init(epoch: Int64, cursor: String, count: Int64) {
            self.epoch = epoch
            self.cursor = cursor
            self.count = count
        }
    }

    /// - Parameters:
    ///   - left: the place as our last answered commit left it.
    ///   - found: the place as it was found, with the epoch before the one that we have just taken.
    ///   - wanted: the cursor of the commit in flight; `nil` if there was none.
    ///   - isSameRun: whether the log's server has run on without a restart.
    public init(left: Place, found: Place, wanted: String?, isSameRun: Bool) {
        // Another epoch in between may have committed, so a commit counts as ours only if there was none.
        let isOurs = found.epoch == left.epoch
        let landed = isOurs && wanted != nil && found.count == left.count + 1 && found.cursor == wanted
        let isSame = isOurs && found.count == left.count && found.cursor == left.cursor
        if !isSameRun {
            self = .changed(landed: landed)
        } else if landed {
            self = .landed
        } else {
            self = isSame ? .unchanged : .changed(landed: false)
        }
    }
}

/// Facts on their way into the log by a commit whose answer may be lost, until each is known to stand there once.
public struct FactsInDoubt<Fact> {
    /// Where the facts stand that are known to stand.
    public private(set) var offsets: [LogOffset] = []
    /// Those that still have to be appended.
    public private(set) var missing: ArraySlice<Fact>

    public init(_ facts: [Fact]) { missing = facts[...] }

    public var isSettled: Bool { missing.isEmpty }

    /// The commit took: they are the newest entries of the log.
    public mutating func settle(tip: LogOffset) {
        let first = tip.rawValue - UInt64(missing.count) + 1
        offsets += (0..<UInt64(missing.count)).map { LogOffset(first + $0) }
        missing = []
    }

    /// Takes in what a new connection found. Answers whether the log must be searched for facts that stand in it although its count of
    /// commits does not say so: a restart may have set the count back, and the recorder has put the entries back from the archive.
    public mutating func settle(_ reopening: Reopening, tip: LogOffset) -> Bool {
        switch reopening {
        case .unchanged: return false
        case .landed, .changed(landed: true):
            settle(tip: tip)
            return false
        case .changed(landed: false): return true
        }
    }

    /// Holds an entry after our last known one against the first missing fact; `false` if it is another.
    @discardableResult
    public mutating func compare(_ offset: LogOffset, _ stands: (Fact) throws -> Bool) rethrows -> Bool {
        guard let fact = missing.first, try stands(fact) else { return false }
        offsets.append(offset)
        missing = missing.dropFirst()
        return true
    }
}
