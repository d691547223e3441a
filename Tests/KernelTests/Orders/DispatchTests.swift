import Contracts
import Kernel
import Testing

@Suite struct `The dispatch` {
    var driver = OrderDriver()

    /// Lets a fresh process forget that everything open at its start might have been sent.
    init() { driver.turn() }

    @Test mutating func `sends nothing before the archive has passed the intent`() throws {
        driver.allow([10])
        driver.turn()
        #expect(driver.venue.records.isEmpty)
        let offset = try #require(driver.open.first?.submittedAt)
        #expect(driver.dispatch.awaited(by: try #require(driver.stage.orders), archived: .start) == offset)
        driver.archived = LogOffset(offset.rawValue - 1)
        driver.turn()
        #expect(driver.venue.records.isEmpty)
        driver.archived = offset
        driver.turn()
        #expect(driver.venue.records.count == 1)
        #expect(driver.open.map(\.state) == [.working(filled: 0)])
    }

    @Test mutating func `withdraws what adds risk when the archive stays away, and lets an exit go`() {
        driver.append(
            .positionAdjustment(PositionAdjustment(instrument: InstrumentIndex(1), from: 0, to: 50, reason: "found")),
            by: .reconciler)
        driver.allow([10, -5])
        driver.turn()
        driver.isArchiveUp = false
        driver.turn()
        #expect(driver.venue.records.map(\.instrument.place) == [1])
        driver.now = driver.now + 31
        driver.turn()
        #expect(driver.venue.records.count == 1)
        #expect(driver.open.map(\.instrument.place) == [1])
        #expect(driver.changes.contains { if case .withdrawn = $0 { true } else { false } })
    }

    @Test mutating func `sends the orders of a frame in their order`() {
        driver.archived = LogOffset(1_000)
        driver.allow([3, 4, 5])
        driver.turn()
        #expect(driver.venue.records.map(\.instrument.place) == [0, 1, 2])
    }

    @Test mutating func `sends nothing in dry-live, and under the kill file only what it allows`() {
        driver.archived = LogOffset(1_000)
        driver.mode = .dryLive
        driver.allow([3])
        driver.turn()
        #expect(driver.open.isEmpty)
        driver.mode = .paper
        driver.append(
            .positionAdjustment(PositionAdjustment(instrument: InstrumentIndex(1), from: 0, to: 50, reason: "found")),
            by: .reconciler)
        driver.killMode = .closeOnly
        driver.allow([3, -5])
        driver.turn()
        #expect(driver.venue.records.map(\.instrument.place) == [1])
        driver.killMode = .hard
        driver.allow([0, -5])
        driver.turn()
        #expect(driver.venue.records.count == 1)
    }

    @Test mutating func `sends nothing while somebody else is closing the book`() {
        driver.archived = LogOffset(1_000)
        driver.flattenHolder = "watchdog"
        driver.allow([3])
        driver.turn()
        #expect(driver.venue.records.isEmpty)
        #expect(driver.changes.contains(.withdrawn(reason: "watchdog is closing the book")))
    }

    @Test mutating func `withdraws an order that was taken back before it was sent`() {
        driver.allow([3])
        driver.append(.orderCommand(OrderCommand(id: "o", operator: "olga", action: .cancelAll)), by: .api)
        driver.archived = LogOffset(1_000)
        driver.turn()
        #expect(driver.venue.records.isEmpty)
        #expect(driver.open.isEmpty)
    }

    @Test mutating func `looks an inherited order up before it sends it`() {
        driver.allow([3])
        driver.archived = LogOffset(1_000)
        driver.turn(dies: true)
        #expect(driver.venue.records.count == 1)
        #expect(driver.open.map(\.state) == [.submitting], "the log does not know that it was sent")
        driver.turn()
        driver.turn()
        #expect(driver.open.map(\.state) == [.working(filled: 0)])
        #expect(driver.venue.records.count == 1)
    }

    @Test mutating func `books the sum when the list of executions stays short of it`() throws {
        driver.archived = LogOffset(1_000)
        driver.allow([10])
        driver.turn()
        var order = try #require(driver.open.first)
        let venue = VenueOrder(
            name: "v1", status: .filled, filled: 10, averagePrice: Price(units: 101), happenedAt: driver.now)
        var dispatch = Dispatch()
        let now = Dispatch.Circumstances(
            mode: .paper, killMode: .none, archived: driver.archived, isArchiveUp: true, now: driver.now)
        _ = dispatch.steps(for: try #require(driver.stage.orders), in: now)
        for _ in 0..<4 {
            #expect(dispatch.take([], for: order, venue: venue, now: driver.now).events.isEmpty)
        }
        let reading = dispatch.take([], for: order, venue: venue, now: driver.now)
        guard case .fill(let fill) = try #require(reading.events.first) else {
            Issue.record("the substitute is a fill")
            return
        }
        #expect(fill.quantity == 10)
        #expect(fill.price == Price(units: 101))
        try order.apply(.filled(fill.quantity, at: fill.price))
        #expect(order.state == .closed(.filled))
    }

    /// The promise of the whole: whatever is lost, repeated or killed, each intent becomes at most one order, and in the end the log
    /// tells what happened at the venue, to the share.
    @Test(arguments: UInt64(0)..<200)
    func `brings log and venue together in the end, whatever is lost, repeated or killed`(seed: UInt64) {
        let driver = OrderDriver.bad(days: 5, seed: seed)
        #expect(driver.open.isEmpty, "seed \(seed): every order ends")
        #expect(driver.surprises.isEmpty, "seed \(seed): \(driver.surprises)")
        for record in driver.venue.records {
            let known = driver.fills.filter { $0.order == record.id }
            #expect(
                known.reduce(Quantity.zero) { $0 + $1.quantity } == record.order.filled, "seed \(seed): \(record.id)")
        }
        let atVenue = Set(driver.venue.records.map(\.id))
        #expect(atVenue.count == driver.venue.records.count)
        #expect(driver.fills.allSatisfy { atVenue.contains($0.order) })
    }

    @Test func `is tested by days on which everything goes wrong`() {
        let drivers = (UInt64(0)..<10).map { OrderDriver.bad(days: 5, seed: $0) }
        let changes = drivers.flatMap(\.changes)
        #expect(changes.contains { if case .unknown = $0 { true } else { false } })
        #expect(changes.contains { if case .withdrawn = $0 { true } else { false } })
        #expect(changes.contains { if case .rejected = $0 { true } else { false } })
        #expect(changes.contains(.canceled))
        #expect(changes.contains(.expired))
        #expect(drivers.flatMap(\.fills).count > 100)
        #expect(drivers.flatMap(\.fills).contains { $0.quantity < $0.cumulativeQuantity })
    }
}
