import Contracts
import Testing

@testable import Kernel

/// What the venue tells after an order has ended, and of orders that the log has lost.
@Suite struct `News that comes late` {
    var driver = OrderDriver()
    let gold = InstrumentIndex(0)

    init() {
        driver.turn()
        driver.archived = LogOffset(1_000)
    }

    private var circumstances: Dispatch.Circumstances {
        Dispatch.Circumstances(
            mode: .paper, killMode: .none, archived: driver.archived, isArchiveUp: true, now: driver.now)
    }

    private mutating func report(_ change: OrderEvent.Change, of id: OrderID) {
        driver.append(
            .orderEvent(OrderEvent(order: id, instrument: gold, change: change, happenedAt: driver.now)), by: .gateway)
    }

    @Test(arguments: [OrderEvent.Change.canceled, .expired])
    mutating func `is asked for once more a while after an order ended short`(end: OrderEvent.Change) throws {
        driver.allow([10])
        driver.turn()
        var dispatch = try watching()
        report(end, of: try #require(driver.open.first?.id))
        let orders = try #require(driver.stage.orders)
        #expect(dispatch.steps(for: orders, in: circumstances).isEmpty)
        driver.now = driver.now + 10
        let order = try #require(orders.endedShort.first)
        #expect(dispatch.steps(for: orders, in: circumstances) == [.lookUp(order)])
    }

    /// What a process knows that has seen the orders as they are.
    private func watching() throws -> Dispatch {
        var dispatch = Dispatch()
        _ = dispatch.steps(for: try #require(driver.stage.orders), in: circumstances)
        return dispatch
    }

    @Test mutating func `is asked for again when its executions could not be read`() throws {
        driver.allow([10])
        driver.turn()
        var dispatch = try watching()
        report(.expired, of: try #require(driver.open.first?.id))
        let orders = try #require(driver.stage.orders)
        let order = try #require(orders.endedShort.first)
        _ = dispatch.steps(for: orders, in: circumstances)
        driver.now = driver.now + 10
        #expect(dispatch.steps(for: orders, in: circumstances) == [.lookUp(order)])
        let venue = VenueOrder(
            name: "v1", status: .expired, filled: 4, averagePrice: Price(units: 100), happenedAt: driver.now)
        #expect(dispatch.take(.order(venue), to: .lookUp(order), now: driver.now).missesExecutions)
        #expect(dispatch.steps(for: orders, in: circumstances).isEmpty)
        dispatch.lookAgain(at: order, now: driver.now)
        driver.now = driver.now + 5
        #expect(dispatch.steps(for: orders, in: circumstances) == [.lookUp(order)])
    }

    @Test mutating func `is not asked for after an order was filled`() throws {
        driver.allow([10])
        driver.turn()
        driver.venue.trade()
        driver.turn()
        #expect(driver.open.isEmpty)
        #expect(try #require(driver.stage.orders).endedShort.isEmpty)
    }

    @Test func `finds its order though many others have ended since`() throws {
        var book = OrderBook(instruments: 1)
        func end(_ name: String, with event: Order.Event) throws {
            let order = Order(
                id: OrderID(name), instrument: gold,
                request: OrderRequest(side: .buy, quantity: 10, type: .market, timeInForce: .day), at: Fixture.start,
                arrival: nil, addsRisk: true)
            try book.open(order)
            try book.apply(.accepted(venueOrderID: name), to: order.id, gold)
            try book.apply(event, to: order.id, gold)
        }
        try end("canceled", with: .canceled)
        for number in 0..<200 { try end("filled-\(number)", with: .filled(10, at: Price(units: 1))) }
        #expect(book.order(OrderID("canceled"), gold) != nil)
        #expect(book.order(OrderID("filled-0"), gold) == nil)
        #expect(book.order(OrderID("filled-199"), gold) != nil)
        for number in 0..<200 { try end("canceled-\(number)", with: .canceled) }
        #expect(book.order(OrderID("canceled"), gold) == nil)
        #expect(book.endedShort.count == OrderBook.endedShortPerInstrument)
    }
}

@Suite struct `An order that the log has lost` {
    var driver = OrderDriver()
    let gold = InstrumentIndex(0)

    init() {
        driver.turn()
        driver.archived = LogOffset(1_000)
    }

    private func adoption(_ id: OrderID, _ quantity: Quantity, at instant: Timestamp) -> Event {
        let request = OrderRequest(side: .buy, quantity: quantity, type: .market, timeInForce: .day)
        return .orderEvent(OrderEvent(order: id, instrument: gold, change: .external(request), happenedAt: instant))
    }

    @Test mutating func `keeps its id, so that no decision takes it a second time`() throws {
        let lost = OrderID("test-20250102T210000Z-GLD-0-1")
        driver.append(adoption(lost, 7, at: driver.now), by: .gateway)
        driver.allow([10])
        #expect(driver.open.map(\.id.text) == [lost.text, "test-20250102T210000Z-GLD-0-2"])
    }

    @Test mutating func `is what the venue has, when this life of the log decided otherwise`() throws {
        driver.allow([10])
        let order = try #require(driver.open.first)
        let other = OrderRequest(side: .sell, quantity: 4, type: .market, timeInForce: .day)
        let venue = VenueOrder(
            name: "v1", status: .open, filled: .zero, averagePrice: nil, happenedAt: driver.now, request: other)
        var intake = Intake(try #require(driver.stage.orders), try #require(driver.stage.ledger))
        _ = intake.take(VenueUpdate(order: order.id, venue: venue, execution: nil), gold)
        for fact in intake.facts { driver.append(fact.event, by: .gateway) }
        let restated = try #require(driver.open.first)
        #expect(restated.request == other)
        #expect(restated.isExternal)
        #expect(restated.state == .working(filled: 0))
        #expect(try #require(driver.stage.orders).pendingSells(gold) == 4)
        #expect(try #require(driver.stage.orders).pendingBuys(gold) == 0)
    }

    @Test mutating func `is known only if the log tells of something later`() throws {
        driver.allow([10])
        driver.turn()
        driver.venue.trade()
        driver.turn()
        let heard = try #require(driver.stage.venueInstant)
        let another = OrderID("test-20250101T210000Z-GLD-0-1")
        #expect(driver.stage.knows(another, gold, submittedAt: heard))
        #expect(!driver.stage.knows(another, gold, submittedAt: heard + 1))
        #expect(!driver.stage.knows(OrderID("web-1"), gold, submittedAt: heard))
    }

    @Test mutating func `of somebody else is remembered for a week, and one of ours for good`() {
        let (theirs, ours) = (OrderID("web-1"), OrderID("test-20250102T210000Z-GLD-9-1"))
        for id in [theirs, ours] { driver.append(adoption(id, 1, at: driver.now), by: .gateway) }
        driver.append(adoption(OrderID("web-2"), 1, at: driver.now + 31 * 86_400), by: .gateway)
        #expect(driver.stage.desk?.strangers.contains(theirs) == true)
        driver.append(adoption(OrderID("web-3"), 1, at: driver.now + 31 * 86_400 + 1), by: .gateway)
        #expect(driver.stage.desk?.strangers.contains(theirs) == false)
        #expect(driver.stage.desk?.strangers.contains(ours) == true)
    }

    @Test func `is nobody's business before the first decision`() {
        #expect(OrderDriver().stage.strangersSince == nil)
    }

    @Test mutating func `is looked up, not refused, when its intent is gone`() throws {
        driver.allow([10])
        let orders = try #require(driver.stage.orders)
        let order = try #require(orders.allOpen.first)
        let now = Dispatch.Circumstances(
            mode: .paper, killMode: .none, archived: LogOffset(1_000), isArchiveUp: true, now: driver.now)
        var dispatch = driver.dispatch
        #expect(dispatch.steps(for: orders, in: now) == [.send(order)])
        #expect(dispatch.take(.notApproved, to: .send(order), now: driver.now).events.isEmpty)
        guard case .withdraw = dispatch.steps(for: orders, in: now).first else {
            Issue.record("what was never sent can be given up at once")
            return
        }
        // A process that does not know whether it was sent asks the venue first, as often as it takes to be sure.
        dispatch = Dispatch()
        for _ in 0..<3 {
            #expect(dispatch.steps(for: orders, in: later(driver.now)) == [.lookUp(order)])
            _ = dispatch.take(.missing, to: .lookUp(order), now: driver.now)
        }
    }

    private func later(_ now: Timestamp) -> Dispatch.Circumstances {
        Dispatch.Circumstances(
            mode: .paper, killMode: .hard, archived: LogOffset(1_000), isArchiveUp: true, now: now + 60)
    }

    @Test mutating func `waits for the archive though nobody knows whether it was sent`() throws {
        driver.allow([10])
        let order = try #require(driver.open.first)
        driver.append(
            .orderEvent(
                OrderEvent(order: order.id, instrument: gold, change: .unknown(reason: "?"), happenedAt: driver.now)),
            by: .gateway)
        #expect(
            driver.dispatch.awaited(by: try #require(driver.stage.orders), archived: .start) == order.submittedAt)
    }
}
