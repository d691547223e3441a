import Contracts

/// Other people's orders at the account that the log tells of, by id.
///
/// The book forgets an order soon after its end. Who asks the venue what happened in the meantime must not take such an order for a new
/// one, so these are remembered for as long as it is asked about. Those that bear an id of ours left in a life of the log that was lost:
/// they are few, and remembered for good, so that no decision on an old frame takes their id again.
struct Strangers: Hashable, Sendable, Codable {
    private struct Known: Hashable, Sendable, Codable {
        let id: OrderID
        let at: Timestamp
        let isOurs: Bool
    }

    /// How far back the venue is asked at most.
    static let memorySeconds: Int64 = 31 * 86_400

    private var known: [Known] = []

    func contains(_ id: OrderID) -> Bool { known.contains { $0.id == id } }

    /// Remembers an order that the venue took at `instant`, and forgets those that are too old to be asked about.
    mutating func insert(_ id: OrderID, at instant: Timestamp, isOurs: Bool) {
        known.removeAll { !$0.isOurs && $0.at + Self.memorySeconds < instant }
        known.append(Known(id: id, at: instant, isOurs: isOurs))
    }
}
