import Contracts
import Kernel
import Testing

@Suite struct `An order` {
    var order = Self.fresh()

    static func fresh(_ quantity: Quantity = 10, side: Side = .buy) -> Order {
        Order(
            id: OrderID("test-20250102T210000Z-GLD-0-1"), instrument: InstrumentIndex(0),
            request: OrderRequest(side: side, quantity: quantity, type: .market, timeInForce: .day), at: Fixture.start,
            arrival: Price(units: 100), addsRisk: true)
    }

    static func fill(_ quantity: Quantity) -> Order.Event { .filled(quantity, at: Price(units: 101)) }
    static let taken = Order.Event.accepted(venueOrderID: "v1")

    mutating func apply(_ events: Order.Event...) throws {
        for event in events { try order.apply(event) }
    }

    @Test mutating func `works from the moment that the venue accepts it until it is filled`() throws {
        try apply(Self.taken)
        #expect(order.state == .working(filled: 0))
        #expect(order.venueOrderID == "v1")
        try apply(Self.fill(4))
        #expect(order.leaves == 6)
        try apply(Self.fill(6))
        #expect(order.state == .closed(.filled))
        #expect(order.leaves == 0)
    }

    @Test mutating func `counts a fill that arrives after its cancel`() throws {
        try apply(Self.taken, Self.fill(3), .cancelRequested, .canceled, Self.fill(2))
        #expect(order.state == .closed(.canceled(filled: 5)))
    }

    @Test mutating func `counts a fill that the stream tells before the venue's answer`() throws {
        try apply(Self.fill(4), Self.taken)
        #expect(order.state == .working(filled: 4))
        #expect(order.venueOrderID == "v1")
    }

    @Test mutating func `refuses more than was ordered and stays as it was`() throws {
        try apply(Self.taken, Self.fill(8))
        #expect(throws: Order.UnexpectedEvent.self) { try order.apply(Self.fill(3)) }
        #expect(order.state == .working(filled: 8))
        #expect(order.paid == Money(units: 808))
        try apply(Self.fill(2))
        #expect(throws: Order.UnexpectedEvent.self) { try order.apply(Self.fill(1)) }
    }

    @Test mutating func `ends the same whether the wish to cancel or the venue's answer is read first`() throws {
        var other = order
        try apply(Self.taken, .cancelRequested)
        try other.apply(.cancelRequested)
        #expect(other.state == .recalled)
        try other.apply(Self.taken)
        #expect(order == other)
    }

    @Test mutating func `costs what its fills paid beyond the close of the decision`() throws {
        try apply(Self.taken, .filled(4, at: Price(units: 101)), .filled(6, at: Price(units: 102)))
        let cost = try #require(order.cost)
        #expect(cost.averagePrice == Price("101.6"))
        #expect(cost.implementationShortfall == Money(units: 16))
        var sale = Self.fresh(side: .sell)
        try sale.apply(.filled(10, at: Price(units: 99)))
        #expect(sale.cost?.implementationShortfall == Money(units: 10))
    }

    @Test func `has no cost without a fill or without a close to measure against`() {
        #expect(order.cost == nil)
    }

    /// Every pair of state and event: what it leads to, or that it is unexpected.
    @Test func `has an answer for every event in every state`() {
        let refused: Order.State? = nil
        let table: [(from: Order.State, to: [Order.State?])] = [
            // accepted, rejected, unknown, withdrawn, cancelRequested, canceled, expired, filled 2, filled 10
            (
                .submitting,
                [
                    .working(filled: 0), .closed(.rejected), .unknown, .closed(.withdrawn), .recalled,
                    .closed(.canceled(filled: 0)), .closed(.expired(filled: 0)), .working(filled: 2), .closed(.filled),
                ]
            ),
            (
                .unknown,
                [
                    .working(filled: 0), .closed(.rejected), .unknown, .closed(.withdrawn), .recalled,
                    .closed(.canceled(filled: 0)), .closed(.expired(filled: 0)), .working(filled: 2), .closed(.filled),
                ]
            ),
            (
                .recalled,
                [
                    .canceling(filled: 0), .closed(.rejected), .recalled, .closed(.withdrawn), .recalled,
                    .closed(.canceled(filled: 0)), .closed(.expired(filled: 0)), .canceling(filled: 2),
                    .closed(.filled),
                ]
            ),
            (
                .working(filled: 0),
                [
                    .working(filled: 0), .closed(.rejected), refused, refused, .canceling(filled: 0),
                    .closed(.canceled(filled: 0)), .closed(.expired(filled: 0)), .working(filled: 2), .closed(.filled),
                ]
            ),
            (
                .working(filled: 3),
                [
                    .working(filled: 3), refused, refused, refused, .canceling(filled: 3),
                    .closed(.canceled(filled: 3)), .closed(.expired(filled: 3)), .working(filled: 5), refused,
                ]
            ),
            (
                .canceling(filled: 0),
                [
                    .canceling(filled: 0), .closed(.rejected), refused, refused, .canceling(filled: 0),
                    .closed(.canceled(filled: 0)), .closed(.expired(filled: 0)), .canceling(filled: 2),
                    .closed(.filled),
                ]
            ),
            (
                .canceling(filled: 3),
                [
                    .canceling(filled: 3), refused, refused, refused, .canceling(filled: 3),
                    .closed(.canceled(filled: 3)), .closed(.expired(filled: 3)), .canceling(filled: 5), refused,
                ]
            ),
            (
                .closed(.filled),
                [.closed(.filled), refused, refused, refused, .closed(.filled), refused, refused, refused, refused]
            ),
            (
                .closed(.canceled(filled: 3)),
                [
                    .closed(.canceled(filled: 3)), refused, refused, refused, .closed(.canceled(filled: 3)), refused,
                    refused,
                    .closed(.canceled(filled: 5)), refused,
                ]
            ),
            (
                .closed(.expired(filled: 3)),
                [
                    .closed(.expired(filled: 3)), refused, refused, refused, .closed(.expired(filled: 3)), refused,
                    refused,
                    .closed(.expired(filled: 5)), refused,
                ]
            ),
            (
                .closed(.rejected),
                [
                    refused, refused, refused, refused, .closed(.rejected), refused, refused, refused, refused,
                ]
            ),
            (
                .closed(.withdrawn),
                [
                    refused, refused, refused, refused, .closed(.withdrawn), refused, refused, refused, refused,
                ]
            ),
        ]
        let events: [Order.Event] = [
            Self.taken, .rejected, .unknown, .withdrawn, .cancelRequested, .canceled, .expired, Self.fill(2),
            Self.fill(10),
        ]
        for row in table {
            for (event, expected) in zip(events, row.to) {
                var order = Self.inState(row.from)
                let before = order
                let isTaken = (try? order.apply(event)) != nil  // A refusal is an answer too, and is compared below.
                #expect(isTaken == (expected != nil), "\(row.from), \(event)")
                #expect(order.state == expected ?? row.from, "\(row.from), \(event)")
                if !isTaken { #expect(order == before) }
            }
        }
    }

    @Test(arguments: [
        Order.State.submitting, .unknown, .recalled, .working(filled: 0), .working(filled: 3), .canceling(filled: 0),
        .closed(.filled), .closed(.canceled(filled: 3)), .closed(.rejected), .closed(.withdrawn),
    ]) func `is restated as what the venue has only while nobody knows what that is`(state: Order.State) {
        var order = Self.inState(state)
        let other = OrderRequest(side: .sell, quantity: 4, type: .market, timeInForce: .day)
        let isTaken = (try? order.apply(.external(other))) != nil  // A refusal is an answer too.
        #expect(isTaken == [.submitting, .unknown, .recalled].contains(state))
        #expect((order.request == other) == isTaken)
    }

    @Test(arguments: UInt64(0)..<300) mutating func `never holds more than was ordered`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let events: [Order.Event] = [
                Self.taken, .rejected, .unknown, .withdrawn, .cancelRequested, .canceled, .expired,
                Self.fill(Quantity(units: .random(in: 1...6, using: &chance))),
            ]
            let before = order.filled
            // A refusal is fine; a wrong state is not.
            try? order.apply(events[.random(in: 0..<events.count, using: &chance)])
            order.checkInvariants()
            #expect(order.filled >= before || order.state == .closed(.rejected))
        }
    }

    /// An order brought into a state the way it gets there.
    static func inState(_ state: Order.State) -> Order {
        var order = fresh()
        let path: [Order.Event] =
            switch state {
            case .submitting: []
            case .unknown: [.unknown]
            case .recalled: [.cancelRequested]
            case .working(let filled): [taken] + (filled.isZero ? [] : [fill(filled)])
            case .canceling(let filled): [taken] + (filled.isZero ? [] : [fill(filled)]) + [.cancelRequested]
            case .closed(.filled): [fill(10)]
            case .closed(.canceled(let filled)): [fill(filled), .canceled]
            case .closed(.expired(let filled)): [fill(filled), .expired]
            case .closed(.rejected): [.rejected]
            case .closed(.withdrawn): [.withdrawn]
            }
        for event in path {
            do { try order.apply(event) } catch { preconditionFailure("the path to \(state) is allowed: \(error)") }
        }
        return order
    }
}
