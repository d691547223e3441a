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
    /// Each state of an order with each thing that may happen to it there and that somebody writes.
    public let transitions: [Line]
    /// What an order would take, and nobody writes.
    public let unwritten: [Line]

    public init(_ tally: Tally) {
        let points = KillPoint.allCases.map(\.rawValue) + HostPoint.allCases.map(\.rawValue)
        killPoints = points.map { Line(name: $0, count: tally.kills[$0] ?? 0) }
        let lines = Self.possibleTransitions.map { Line(name: $0, count: tally.transitions[$0] ?? 0) }
        transitions = lines.filter { !Self.isUnwritten($0.name) }
        unwritten = lines.filter { Self.isUnwritten($0.name) }
    }

    /// What did not happen.
    public var missed: [String] { (killPoints + transitions).filter { $0.count == 0 }.map(\.name) }
    /// What happened though nobody should have written it.
    public var unexpected: [String] { unwritten.filter { $0.count > 0 }.map(\.name) }

    /// An order takes these, because logs of others may hold them and a refusal would cost more than it is worth. Our OMS writes none.
    private static func isUnwritten(_ transition: String) -> Bool {
        unwrittenReasons.contains { $0.transitions.contains(transition) }
    }

    /// Why nobody writes them.
    static let unwrittenReasons: [(reason: String, transitions: Set<String>)] = [
        (
            "that the venue has an order is written before anything that happened to it there",
            pairs(["submitting", "unknown", "recalled"], ["canceled", "expired", "filled"])
        ),
        (
            "an acceptance is written only while the venue's name of an open order is unknown",
            pairs(["canceled", "expired", "filled", "canceling"], ["accepted"])
        ),
        (
            "only an open order is asked back, and only once",
            pairs(
                ["canceling", "recalled", "canceled", "expired", "filled", "rejected", "withdrawn"],
                ["cancelRequested"])
        ),
        ("a doubt is written once, when it arises", pairs(["unknown", "recalled"], ["unknown"])),
    ]

    private static func pairs(_ states: [String], _ events: [String]) -> Set<String> {
        Set(states.flatMap { state in events.map { "\(state) + \($0)" } })
    }

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
        ("external", .external(sample.request)), ("accepted", .accepted(venueOrderID: "sample")),
        ("rejected", .rejected), ("unknown", .unknown),
        ("withdrawn", .withdrawn), ("cancelRequested", .cancelRequested), ("canceled", .canceled),
        ("expired", .expired), ("filled", .filled(Quantity(units: 1), at: Price(nanos: 1_000_000_000))),
    ]
}
