internal import Contracts

/// Counts the orders that one instrument got within one instant, so that a deliberate second try has an id of its own.
///
/// Ids show whole seconds, so the count runs for a second.
struct Attempts: Hashable, Sendable, Codable {
    private struct Count: Hashable, Sendable, Codable {
        var index: UInt16
        var attempts: Int
    }

    private var second = Int64.min
    private var counts: [Count] = []

    /// The number of the next try, from 1.
    mutating func next(at instant: Timestamp, index: UInt16) -> Int {
        let current = instant.nanoseconds / nanosPerUnit
        if current != second {
            second = current
            return restart(index)
        }
        if let place = counts.firstIndex(where: { $0.index == index }) {
            counts[place].attempts += 1
            return counts[place].attempts
        }
        counts.append(Count(index: index, attempts: 1))
        return 1
    }

    /// Begins a second with the first try of one index. Mostly one other is forgotten, in whose place it goes.
    private mutating func restart(_ index: UInt16) -> Int {
        let first = Count(index: index, attempts: 1)
        if counts.count == 1 { counts[0] = first } else { counts = [first] }
        return 1
    }
}
