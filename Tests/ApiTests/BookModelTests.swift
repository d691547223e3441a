import Contracts
import Foundation
import Kernel
import Testing

@testable import bullion_api

func bookModel(_ log: SampleLog) -> BookModel {
    var model = BookModel()
    for entry in log.entries { model.fold(entry) }
    return model
}

/// An answer's body as Foundation reads it: what our writer writes must be JSON for others too.
func object(_ answer: Answer) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
}

func list(_ answer: Answer, _ name: String) throws -> [[String: Any]] {
    try #require(try object(answer)[name] as? [[String: Any]])
}

func query(_ text: String = "") throws -> Query { try Query(text, also: ["symbol", "state"]) }

@Suite struct `The read models` {
    @Test func `answer every question about an empty log`() throws {
        let empty = BookModel()
        let asked = try query()
        let answers = [
            empty.showPositions(asked), empty.showUniverse(asked), empty.showMetrics(asked), empty.showOrders(asked),
            empty.showFills(asked),
            empty.showSignals(asked), empty.showRisk(asked), empty.showStrategies(asked), empty.showAlerts(asked),
        ]
        for answer in answers { #expect(try object(answer)["offset"] as? Int == 0) }
        #expect(empty.showOrder(OrderID("none")) == nil)
    }

    @Test func `show the account at its last closes, in decimals`() throws {
        let answer = bookModel(.traded).showPositions(try query())
        let account = try object(answer)
        #expect(account["cash"] as? String == "70000")
        #expect(account["equity"] as? String == "101000")
        #expect(account["unrealizedProfit"] as? String == "1000")
        let positions = try list(answer, "positions")
        #expect(positions.count == 1)
        #expect(positions[0]["symbol"] as? String == "GLD")
        #expect(positions[0]["quantity"] as? String == "100")
        #expect(positions[0]["averagePrice"] as? String == "300")
        #expect(positions[0]["value"] as? String == "31000")
    }

    @Test func `show an order from its intent to its end`() throws {
        let model = bookModel(.traded)
        let order = try object(try #require(model.showOrder(SampleLog.order)))
        #expect(order["state"] as? String == "filled")
        #expect(order["filled"] as? String == "100")
        #expect(order["averagePrice"] as? String == "300")
        #expect(order["venueOrder"] as? String == "v-1")
        let steps = try #require(order["steps"] as? [[String: Any]])
        #expect(steps.map { $0["step"] as? String } == ["submitting", "accepted", "filled"])
        #expect(try list(model.showOrders(try query("state=open")), "orders").isEmpty)
        #expect(try list(model.showOrders(try query("state=closed&symbol=GLD")), "orders").count == 1)
        #expect(try list(model.showOrders(try query("symbol=SLV")), "orders").isEmpty)
    }

    @Test func `show only what changed after an offset`() throws {
        var log = SampleLog.traded
        let before = log.tip
        let asked = try query("since=\(before)")
        #expect(try list(bookModel(log).showFills(asked), "fills").isEmpty)
        #expect(try list(bookModel(log).showOrders(asked), "orders").isEmpty)
        #expect(try list(bookModel(log).showPositions(asked), "positions").isEmpty)
        log.bars(day: 2, gold: 320, silver: 31)
        #expect(try list(bookModel(log).showPositions(asked), "positions").map { $0["symbol"] as? String } == ["GLD"])
        #expect(try list(bookModel(log).showUniverse(asked), "instruments").count == 2)
        #expect(try list(bookModel(log).showFills(try query("since=0")), "fills").count == 1)
    }

    @Test func `page through a long list without losing or repeating anything`() throws {
        var log = SampleLog.traded
        for number in 0..<25 {
            log.append(.dataAlarm(DataAlarm(reason: .gap, source: "s", detail: "\(number)")), by: .ingest)
        }
        let model = bookModel(log)
        var since = 0
        var seen: [String] = []
        while true {
            let answer = model.showAlerts(try query("since=\(since)&limit=10"))
            seen += try list(answer, "alerts").compactMap { $0["text"] as? String }
            since = try #require(try object(answer)["next"] as? Int)
            guard try object(answer)["more"] as? Bool == true else { break }
        }
        #expect(seen == (0..<25).map { "gap: s: \($0)" })
        #expect(
            try list(model.showAlerts(try query("limit=3")), "alerts").compactMap { $0["text"] as? String }.last
                == "gap: s: 24")
    }

    @Test func `keep the bytes of an answer while nothing in it changed`() throws {
        var log = SampleLog.traded
        let before = bookModel(log).showFills(try query())
        log.append(.sessionClosed(SessionClosed(session: TradingDate(daysSinceEpoch: 20_270))), by: .scheduler)
        #expect(bookModel(log).showFills(try query()).body == before.body)
        #expect(entityTag(of: bookModel(log).showFills(try query()).body) == entityTag(of: before.body))
        #expect(bookModel(log).showPositions(try query()).body == bookModel(.traded).showPositions(try query()).body)
    }

    @Test func `count an entry that cannot be read, and go on`() throws {
        var model = bookModel(.traded)
        let equity = model.risk.ledger?.equity
        model.fold(
            RawEntry(
                offset: model.offset.next, kind: "Fill", version: 1, at: SampleLog.start, recordedAt: SampleLog.start,
                by: "gateway", cause: .start, trace: "", body: [0xFF, 0xFF]))
        #expect(model.unreadable == 1)
        #expect(model.risk.ledger?.equity == equity)
        #expect(try list(model.showAlerts(try query()), "alerts").last?["severity"] as? String == "error")
    }

    @Test func `list every strategy of the catalogue and how the book runs it`() throws {
        var log = SampleLog.traded
        let strategies = try list(bookModel(log).showStrategies(try query()), "strategies")
        let count = try #require(try object(bookModel(log).showStrategies(try query()))["count"] as? Int)
        #expect(strategies.count == count && count >= 4)
        let crossing = try #require(strategies.first { $0["name"] as? String == "sma-cross" })
        #expect(crossing["isEnabled"] as? Bool == true)
        log.append(
            .strategyCommand(StrategyCommand(id: "c1", operator: "ada", strategy: "sma-cross", isEnabled: false)),
            by: .api)
        let after = try list(bookModel(log).showStrategies(try query("since=\(log.tip.rawValue - 1)")), "strategies")
        #expect(after.count == 1 && after[0]["isEnabled"] as? Bool == false)
    }

    @Test func `show the tier and what it is measured by`() throws {
        var log = SampleLog.traded
        log.bars(day: 2, gold: 300, silver: 31)
        let risk = try object(bookModel(log).showRisk(try query()))
        #expect(risk["tier"] as? String == "NORMAL")
        #expect(risk["peak"] as? String == "101000")
        #expect(risk["drawdownBasisPoints"] as? Int == 99)
        #expect((risk["limits"] as? [String: Any])?["orderNotional"] as? String == "50000")
        log.append(
            .tierChange(
                TierChange(
                    from: .normal, to: .warn, reason: .dailyLoss(basisPointsOfLimit: 5_100),
                    equity: Money(units: 100_000),
                    sessionBaseline: Money(units: 101_000), peak: Money(units: 101_000))), by: .risk)
        let warned = try object(bookModel(log).showRisk(try query()))
        #expect(warned["tier"] as? String == "WARN")
        #expect((warned["tierChanges"] as? [[String: Any]])?.count == 1)
    }

    @Test func `have no Sharpe ratio under two returns`() throws {
        #expect(try object(bookModel(.traded).showMetrics(try query()))["sharpe"] is NSNull)
        var log = SampleLog.traded
        log.bars(day: 2, gold: 305, silver: 31)
        log.bars(day: 3, gold: 320, silver: 31)
        let metrics = try object(bookModel(log).showMetrics(try query("limit=2")))
        #expect(metrics["sharpe"] is Double)
        #expect(metrics["profit"] as? String == "2000")
        #expect((metrics["curve"] as? [[String: Any]])?.map { $0["equity"] as? String } == ["101000", "102000"])
    }

    @Test func `do not take a deposit for profit`() throws {
        var log = SampleLog.traded
        log.append(
            .accountState(
                AccountState(
                    cash: Money(units: 75_000), equity: Money(units: 106_000), cashFlow: Money(units: 5_000),
                    happenedAt: SampleLog.start)), by: .reconciler)
        log.bars(day: 2, gold: 310, silver: 31)
        let metrics = try object(bookModel(log).showMetrics(try query()))
        #expect(metrics["equity"] as? String == "106000")
        #expect(metrics["profit"] as? String == "1000")
        #expect(metrics["maximumDrawdown"] as? Double == 0)
    }
}

@Suite struct `A list with a bound` {
    @Test func `drops the oldest and keeps the order`() throws {
        var feed = Feed<Int>(capacity: 10)
        for number in 1...25 { feed.append(number, at: LogOffset(UInt64(number))) }
        let all = feed.page(try Query("since=0&limit=1000")).items.map(\.item)
        #expect(all == Array((26 - all.count)...25))
        #expect(all.count <= 10 && feed.total == 25)
    }

    @Test func `keeps open orders when it drops old ones`() {
        var rows = OrderRows()
        let request = OrderRequest(side: .buy, quantity: Quantity(units: 1), type: .market, timeInForce: .day)
        for number in 1...30_000 {
            let id = OrderID("o-\(number)")
            let event = OrderEvent(
                order: id, instrument: InstrumentIndex(0), change: .submitting(request), happenedAt: SampleLog.start)
            let entry = Entry(
                offset: LogOffset(UInt64(number)), at: SampleLog.start, by: .oms, cause: .start, trace: "",
                event: .orderEvent(event))
            let step = OrderRow.Step(offset: entry.offset, happenedAt: SampleLog.start, name: "submitting", detail: "")
            rows.note(step, of: id, InstrumentIndex(0), in: entry, now: nil)
        }
        #expect(rows.rows.count <= 20_000)
        #expect(rows[OrderID("o-30000")]?.id == OrderID("o-30000"))
        #expect(rows[OrderID("o-1")] == nil)
        #expect(rows.total == 30_000)
    }
}
