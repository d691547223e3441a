internal import Conduct
internal import Contracts
internal import Kernel

/// How much of what can happen has happened: by name, how often, the things that never happened included.
public struct Coverage: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        public let name: String
        public let count: Int
    }

    /// The named instants at which a process may end.
    public let killPoints: [Line]
    /// Each state of an order with each thing that may happen to it there.
    public let transitions: [Line]

    public init(_ tally: Tally) {
        let points = KillPoint.allCases.map(\.rawValue) + HostPoint.allCases.map(\.rawValue)
        killPoints = points.map { Line(name: $0, count: tally.kills[$0] ?? 0) }
        transitions = Self.possibleTransitions.map { Line(name: $0, count: tally.transitions[$0] ?? 0) }
    }

    /// What did not happen.
    public var missed: [String] { (killPoints + transitions).filter { $0.count == 0 }.map(\.name) }

    /// All that `Order` allows, found by asking it: every event is tried in every state that events lead to.
    static let possibleTransitions: [String] = {
        var found = ["none + submitting", "none + external"]
        var seen: Set<Order.State> = []
        var orders = [sample]
        while let order = orders.popLast() {
            guard seen.insert(order.state).inserted else { continue }
            for (name, event) in events {
                var next = order
                do { try next.apply(event) } catch { continue }
                let transition = "\(order.state.name) + \(name)"
                if !found.contains(transition) { found.append(transition) }
                orders.append(next)
            }
        }
        return found.sorted()
    }()

    private static let sample = Order(
        id: OrderID("sample"), instrument: InstrumentIndex(0),
        request: OrderRequest(side: .buy, quantity: Quantity(units: 3), type: .market, timeInForce: .day),
        at: Timestamp(nanoseconds: 0), arrival: nil, addsRisk: true)

    private static let events: [(String, Order.Event)] = [
        ("external", .external(sample.request)), ("accepted", .accepted(venueOrderID: "sample")), ("rejected", .rejected), ("unknown", .unknown),
        ("withdrawn", .withdrawn), ("cancelRequested", .cancelRequested), ("canceled", .canceled),
        ("expired", .expired), ("filled", .filled(Quantity(units: 1), at: Price(nanos: 1_000_000_000))),
    ]
}
