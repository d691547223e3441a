import Backtesting
import Contracts
import Testing

@Suite struct `Parity of two runs` {
    private let at = Timestamp(nanoseconds: 1_000_000_000)

    private func record(quantities: [Int], price: Int = 100) -> TradingRecord {
        var record = TradingRecord()
        for (place, quantity) in quantities.enumerated() {
            let id = OrderID("paper-\(place)")
            let request = OrderRequest(
                side: .buy, quantity: Quantity(units: quantity), type: .market, timeInForce: .day)
            let order = OrderEvent(
                order: id, instrument: InstrumentIndex(0), change: .submitting(request), happenedAt: at)
            let fill = Fill(
                order: id, execution: "x\(quantities.count)-\(place)", instrument: InstrumentIndex(0), side: .buy,
                quantity: Quantity(units: quantity), price: Price(units: price),
                cumulativeQuantity: Quantity(units: quantity), commission: .zero, happenedAt: at)
            for (offset, event) in [Event.orderEvent(order), .fill(fill)].enumerated() {
                record.add(
                    Entry(
                        offset: LogOffset(UInt64(offset + 1)), at: at, by: .oms, cause: .start, trace: "t", event: event
                    ))
            }
        }
        return record
    }

    private func parity(_ left: TradingRecord, _ right: TradingRecord, ends: (Int, Int) = (5, 5)) -> Parity {
        Parity(left, endEquity: Money(units: ends.0), right, endEquity: Money(units: ends.1))
    }

    @Test func `holds for the same orders, fills and equity`() {
        let same = parity(record(quantities: [1, 2]), record(quantities: [1, 2]))
        #expect(same.isEqual)
        #expect(same.ordersCompared == 2)
        #expect(same.fillsCompared == 2)
    }

    @Test func `names the first order that differs`() throws {
        let difference = try #require(parity(record(quantities: [1, 2]), record(quantities: [1, 3])).firstDifference)
        #expect(difference.hasPrefix("order 2:"))
    }

    @Test func `names a fill at another price`() throws {
        let difference = try #require(
            parity(record(quantities: [1]), record(quantities: [1], price: 101)).firstDifference)
        #expect(difference.hasPrefix("fill 1:"))
    }

    @Test func `takes the pieces of a fill for the whole, whenever they were told`() throws {
        let whole = record(quantities: [6, 2])
        var pieces = TradingRecord()
        for order in whole.orders { pieces.add(order) }
        pieces.add(whole.fills[1])
        for (first, last) in [(4, 6), (0, 4)] {
            var piece = whole.fills[0]
            piece.execution = "piece \(last)"
            piece.quantity = Quantity(units: last - first)
            piece.cumulativeQuantity = Quantity(units: last)
            pieces.add(piece)
        }
        #expect(parity(pieces, whole).isEqual)
        #expect(parity(pieces, whole).fillsCompared == 2)
        pieces.add(pieces.fills[2])
        let difference = try #require(parity(pieces, whole).firstDifference)
        #expect(difference.hasPrefix("fill 1:"))
    }

    @Test func `counts an order too many as a difference`() throws {
        let difference = try #require(parity(record(quantities: [1]), record(quantities: [1, 1])).firstDifference)
        #expect(difference == "number of orders: 1 and 2")
    }

    @Test func `does not hold for another final equity`() {
        #expect(
            parity(record(quantities: [1]), record(quantities: [1]), ends: (5, 6)).firstDifference
                == "end equity: 5 and 6")
    }
}

@Suite struct `The deepest drawdown` {
    @Test func `is measured from the highest equity before it`() {
        let equities = [110, 88, 120, 90].map { Money(units: $0) }
        #expect(maximumDrawdown(of: equities, from: Money(units: 100)) == 0.25)
    }

    @Test func `counts the start as a peak`() {
        #expect(maximumDrawdown(of: [Money(units: 75)], from: Money(units: 100)) == 0.25)
    }

    @Test func `is nothing while equity only rises`() {
        #expect(maximumDrawdown(of: [Money(units: 101), Money(units: 102)], from: Money(units: 100)) == 0)
    }
}
