import Contracts
import Kernel

/// One order with everything that happened to it.
struct OrderRow: Sendable {
    struct Step: Sendable {
        let offset: LogOffset
        let happenedAt: Timestamp
        let name: String
        let detail: String
    }

    let id: OrderID
    let instrument: InstrumentIndex
    /// The order as risk's books have it; `nil` where they refused what was logged.
    var order: Order?
    let submittedAt: LogOffset
    var changedAt: LogOffset
    /// The entry that asked for it.
    let cause: LogOffset
    let at: Timestamp
    var steps: [Step] = []
    var cost: TradeCost?

    var isOpen: Bool { order?.isOpen ?? false }

    var state: String {
        guard let order else { return "unreadable" }
        switch order.state {
        case .submitting: return "submitting"
        case .unknown: return "unknown"
        case .recalled: return "recalled"
        case .working: return "working"
        case .canceling: return "canceling"
        case .closed(.filled): return "filled"
        case .closed(.canceled): return "canceled"
        case .closed(.expired): return "expired"
        case .closed(.rejected): return "rejected"
        case .closed(.withdrawn): return "withdrawn"
        }
    }

    /// What a unit cost on average; `nil` before the first fill.
    var averagePrice: Price? {
        guard let order, order.filled > .zero else { return nil }
        return Price(
            nanos: (Int128(order.paid.nanos) * Int128(nanosPerUnit)).dividedHalfEven(by: Int128(order.filled.nanos)))
    }
}

/// The orders of the book, found by id and by when they last changed.
struct OrderRows: Sendable {
    private static let capacity = 20_000
    private(set) var rows: [OrderRow] = []
    private var places: [OrderID: Int] = [:]
    private(set) var newest = LogOffset.start
    /// How many there ever were.
    private(set) var total = 0

    // Room for all from the start: pages are taken as they are filled, and an array that grows in doubles leaves holes behind.
    init() { rows.reserveCapacity(Self.capacity) }

    subscript(id: OrderID) -> OrderRow? { places[id].map { rows[$0] } }

    var openCount: Int { rows.count(where: \.isOpen) }

    /// Notes one step of an order, making the order's row with its first.
    mutating func note(
        _ step: OrderRow.Step, of id: OrderID, _ instrument: InstrumentIndex, in entry: Entry, now order: Order?
    ) {
        let place = places[id] ?? add(id, instrument, entry)
        rows[place].steps.append(step)
        rows[place].changedAt = entry.offset
        if let order { rows[place].order = order }
        newest = entry.offset
    }

    mutating func note(_ cost: TradeCost, at offset: LogOffset) {
        guard let place = places[cost.order] else { return }
        rows[place].cost = cost
        rows[place].changedAt = offset
        newest = offset
    }

    /// Without `since` the newest orders, else those that changed after it, in the order of their last changes.
    func page(_ query: Query, where isWanted: (OrderRow) -> Bool) -> Page<OrderRow> {
        let since = query.since ?? .start
        guard newest > since else { return Page(items: [], hasMore: false) }
        let found = rows.filter { $0.changedAt > since && isWanted($0) }.sorted { $0.changedAt < $1.changedAt }
        guard query.since != nil else { return Page(items: found.suffix(query.limit), hasMore: false) }
        return Page(items: Array(found.prefix(query.limit)), hasMore: found.count > query.limit)
    }

    private mutating func add(_ id: OrderID, _ instrument: InstrumentIndex, _ entry: Entry) -> Int {
        if rows.count >= Self.capacity { dropOldest() }
        places[id] = rows.count
        total += 1
        rows.append(
            OrderRow(
                id: id, instrument: instrument, order: nil, submittedAt: entry.offset, changedAt: entry.offset,
                cause: entry.cause, at: entry.at))
        return rows.count - 1
    }

    /// Open orders stay, however old they are.
    private mutating func dropOldest() {
        let half = rows.count / 2
        rows = rows[..<half].filter(\.isOpen) + rows[half...]
        places.removeAll(keepingCapacity: true)
        for (place, row) in rows.enumerated() { places[row.id] = place }
    }
}
