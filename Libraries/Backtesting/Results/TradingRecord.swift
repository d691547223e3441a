public import Contracts

/// The orders and fills of a log, in the order they stand there: what two runs of one book are compared by.
public struct TradingRecord: Sendable {
    /// An order as it was decided.
    public struct PlacedOrder: Hashable, Sendable {
        public let id: OrderID
        public let instrument: InstrumentIndex
        public let request: OrderRequest
        public let at: Timestamp

        public init(id: OrderID, instrument: InstrumentIndex, request: OrderRequest, at: Timestamp) {
            self.id = id
            self.instrument = instrument
            self.request = request
            self.at = at
        }
    }

    public private(set) var orders: [PlacedOrder] = []
    public private(set) var fills: [Fill] = []
    /// What restated positions between two fills.
    public private(set) var splits: [Split] = []

    /// A split, and how many fills came before it.
    public struct Split: Hashable, Sendable {
        public let instrument: InstrumentIndex
        public let new: Int64
        public let old: Int64
        public let fillsBefore: Int
    }

    public init() {}

    /// Makes room for so many orders and their fills.
    public mutating func reserve(orders count: Int) {
        orders.reserveCapacity(count)
        fills.reserveCapacity(count)
    }

    public mutating func add(_ order: PlacedOrder) { orders.append(order) }
    public mutating func add(_ fill: Fill) { fills.append(fill) }

    /// Notes a split; a dividend changes no position.
    public mutating func add(_ action: CorporateAction) {
        guard case .split(let new, let old) = action.change else { return }
        splits.append(Split(instrument: action.instrument, new: new, old: old, fillsBefore: fills.count))
    }

    /// Adds all of a record that came after this one.
    public mutating func append(_ later: TradingRecord) {
        splits += later.splits.map {
            Split(instrument: $0.instrument, new: $0.new, old: $0.old, fillsBefore: $0.fillsBefore + fills.count)
        }
        orders += later.orders
        fills += later.fills
    }

    /// Goes through fills and splits in the order in which they came.
    public func replay(fill: (Fill) -> Void, split: (Split) -> Void) {
        var next = 0
        for place in fills.indices {
            while next < splits.count, splits[next].fillsBefore <= place {
                split(splits[next])
                next += 1
            }
            fill(fills[place])
        }
        for last in splits[next...] { split(last) }
    }

    /// The fills order by order, as the orders were placed, those of unknown orders last.
    ///
    /// A broker may tell an execution in pieces, and a lost one is asked for later than its neighbors were told. So the pieces of one order
    /// at one price and instant count as one fill, and when it was heard of does not count.
    public var fillsByOrder: [Fill] {
        let places = Dictionary(
            orders.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var sums: [Fill] = []
        var known: [Piece: Int] = [:]
        for fill in fills {
            let piece = Piece(order: fill.order, price: fill.price, happenedAt: fill.happenedAt)
            guard let place = known[piece] else {
                known[piece] = sums.count
                sums.append(fill)
                continue
            }
            sums[place].quantity += fill.quantity
            sums[place].commission += fill.commission
            sums[place].cumulativeQuantity = max(sums[place].cumulativeQuantity, fill.cumulativeQuantity)
        }
        return sums.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            let (one, other) = (places[first.order] ?? orders.count, places[second.order] ?? orders.count)
            if one != other { return one < other }
            return first.happenedAt == second.happenedAt
                ? left.offset < right.offset : first.happenedAt < second.happenedAt
        }.map(\.element)
    }

    private struct Piece: Hashable {
        let order: OrderID
        let price: Price
        let happenedAt: Timestamp
    }

    /// Takes in one entry; entries that are neither an order nor a fill are passed over.
    public mutating func add(_ entry: Entry) {
        if case .fill(let fill) = entry.event { fills.append(fill) }
        if case .orderEvent(let event) = entry.event, case .submitting(let request) = event.change {
            orders.append(PlacedOrder(id: event.order, instrument: event.instrument, request: request, at: entry.at))
        }
    }
}

/// Whether two runs of one book did the same.
public struct Parity: Hashable, Sendable {
    public let ordersCompared: Int
    public let fillsCompared: Int
    /// The first thing that differs, in words; `nil` if nothing does.
    public let firstDifference: String?

    public var isEqual: Bool { firstDifference == nil }

    /// Compares order for order, each order's fills (execution names aside, which are the venue's), and the final equity to the billionth.
    public init(
        _ left: TradingRecord, endEquity leftEquity: Money, _ right: TradingRecord, endEquity rightEquity: Money
    ) {
        let (leftFills, rightFills) = (left.fillsByOrder, right.fillsByOrder)
        ordersCompared = min(left.orders.count, right.orders.count)
        fillsCompared = min(leftFills.count, rightFills.count)
        firstDifference =
            Self.difference("order", left.orders, right.orders) { $0 == $1 }
            ?? Self.difference("fill", leftFills, rightFills, areEqual: Self.isSameExecution)
            ?? (leftEquity == rightEquity ? nil : "end equity: \(leftEquity) and \(rightEquity)")
    }

    private static func difference<Element>(
        _ what: String, _ left: [Element], _ right: [Element], areEqual: (Element, Element) -> Bool
    ) -> String? {
        for (place, pair) in zip(left, right).enumerated() where !areEqual(pair.0, pair.1) {
            return "\(what) \(place + 1): \(pair.0) and \(pair.1)"
        }
        return left.count == right.count ? nil : "number of \(what)s: \(left.count) and \(right.count)"
    }

    private static func isSameExecution(_ left: Fill, _ right: Fill) -> Bool {
        var unnamed = left
        unnamed.execution = right.execution
        return unnamed == right
    }
}
