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

    public init() {}

    public mutating func add(_ order: PlacedOrder) { orders.append(order) }
    public mutating func add(_ fill: Fill) { fills.append(fill) }

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

    /// Compares order for order, fill for fill (execution names aside, which are the venue's), and the final equity to the billionth.
    public init(
        _ left: TradingRecord, endEquity leftEquity: Money, _ right: TradingRecord, endEquity rightEquity: Money
    ) {
        ordersCompared = min(left.orders.count, right.orders.count)
        fillsCompared = min(left.fills.count, right.fills.count)
        firstDifference =
            Self.difference("order", left.orders, right.orders) { $0 == $1 }
            ?? Self.difference("fill", left.fills, right.fills, areEqual: Self.isSameExecution)
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
