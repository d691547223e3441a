internal import Contracts

/// The newest orders that have ended: a ring, once it is full.
struct EndedOrders: Hashable, Sendable, Codable {
    private(set) var orders: [Order] = []
    private var oldest = 0
    /// The lower halves of the fingerprints of the orders' ids, eight by eight: most searches find nothing, and look no further.
    private var fingerprints: [SIMD8<UInt32>] = []

    init() {}

    mutating func append(_ order: consuming Order, keeping limit: Int) {
        guard orders.count == limit else {
            note(order.id, at: orders.count)
            return orders.append(order)
        }
        note(order.id, at: oldest)
        orders[oldest] = consume order
        oldest = oldest + 1 == limit ? 0 : oldest + 1
    }

    private mutating func note(_ id: OrderID, at place: Int) {
        if place == fingerprints.count * 8 { fingerprints.append(SIMD8()) }
        fingerprints[place / 8][place % 8] = UInt32(truncatingIfNeeded: id.fingerprint)
    }

    func place(of id: OrderID) -> Int? {
        let wanted = SIMD8(repeating: UInt32(truncatingIfNeeded: id.fingerprint))
        let known = fingerprints.span
        for eight in known.indices where any(known[eight] .== wanted) { return orders.firstIndex { $0.id == id } }
        return nil
    }

    /// Applies what is told late.
    mutating func apply(_ event: Order.Event, _ place: Int) throws(OrderBook.Surprise) -> OrderBook.Progress {
        do { try orders[place].apply(event) } catch { throw .order(error) }
        return OrderBook.Progress(filled: orders[place].filled, isOpen: false, isEnd: false)
    }

    // Fingerprints follow from the orders and are not stored.
    private enum CodingKeys: String, CodingKey { case orders, oldest }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        orders = try container.decode([Order].self, forKey: .orders)
        oldest = try container.decode(Int.self, forKey: .oldest)
        for place in orders.indices { note(orders[place].id, at: place) }
    }
}
