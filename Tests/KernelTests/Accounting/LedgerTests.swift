import Contracts
import Testing

@testable import Kernel

private let gold = InstrumentIndex(0)
private let silver = InstrumentIndex(1)

private func fill(
    _ side: Side, _ quantity: String, at price: String, of instrument: InstrumentIndex = gold, commission: String = "0"
) throws -> Fill {
    Fill(
        order: OrderID("test"), execution: "1", instrument: instrument, side: side,
        quantity: try #require(Quantity(quantity)),
        price: try #require(Price(price)), cumulativeQuantity: try #require(Quantity(quantity)),
        commission: try #require(Money(commission)), happenedAt: Timestamp(nanoseconds: 0))
}

private func money(_ text: String) throws -> Money { try #require(Money(text)) }

@Suite struct `A ledger` {
    var ledger = Ledger(instruments: 2, cash: Money(units: 100_000))

    @Test func `begins with its cash and nothing else`() {
        #expect(ledger.equity == Money(units: 100_000))
        #expect(ledger.position(gold).isZero)
        #expect(ledger.averagePrice(gold) == nil)
        #expect(ledger.lastClose(gold) == nil)
        #expect(ledger.isFlat)
    }

    @Test mutating func `values a position at the last close`() throws {
        ledger.apply(try fill(.buy, "10", at: "200"))
        #expect(ledger.equity == Money(units: 100_000))
        ledger.mark(
            BarFrame(
                at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [flatBar("201.5"), nil]))
        #expect(ledger.cash == Money(units: 98_000))
        #expect(ledger.unrealizedProfit == Money(units: 15))
        #expect(ledger.equity == Money(units: 100_015))
        #expect(ledger.grossExposure == Money(units: 2_015))
        #expect(ledger.exposure(silver).isZero)
    }

    @Test mutating func `averages what it buys in parts and realizes against the average`() throws {
        ledger.apply(try fill(.buy, "10", at: "100"))
        ledger.apply(try fill(.buy, "30", at: "104"))
        #expect(ledger.averagePrice(gold) == Price(units: 103))
        ledger.apply(try fill(.sell, "20", at: "105", commission: "1.25"))
        #expect(ledger.realizedProfit == Money(units: 40))
        #expect(ledger.averagePrice(gold) == Price(units: 103))
        #expect(ledger.commissions == (try money("1.25")))
        #expect(ledger.cash == (try money("97978.75")))
    }

    @Test mutating func `profits from a short position when the price falls`() throws {
        ledger.apply(try fill(.sell, "10", at: "50"))
        #expect(ledger.position(gold) == Quantity(units: -10))
        #expect(ledger.averagePrice(gold) == Price(units: 50))
        ledger.apply(try fill(.buy, "10", at: "45"))
        #expect(ledger.realizedProfit == Money(units: 50))
        #expect(ledger.isFlat)
        #expect(ledger.equity == Money(units: 100_050))
    }

    @Test mutating func `closes and opens when a fill crosses zero`() throws {
        ledger.apply(try fill(.buy, "10", at: "100"))
        ledger.apply(try fill(.sell, "25", at: "110"))
        #expect(ledger.position(gold) == Quantity(units: -15))
        #expect(ledger.averagePrice(gold) == Price(units: 110))
        #expect(ledger.realizedProfit == Money(units: 100))
    }

    @Test mutating func `releases a cost that does not divide evenly without losing a billionth`() throws {
        ledger.apply(try fill(.buy, "3", at: "0.333333333"))
        ledger.apply(try fill(.buy, "4", at: "0.333333334"))
        for _ in 0..<7 { ledger.apply(try fill(.sell, "1", at: "0.333333333")) }
        #expect(ledger.realizedProfit == Money(nanos: -4))
        #expect(ledger.cash == (try money("99999.999999996")))
        ledger.checkInvariants()
    }

    @Test mutating func `takes over an adjusted position without touching cash`() throws {
        ledger.apply(try fill(.buy, "10", at: "100"))
        ledger.mark(
            BarFrame(
                at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [flatBar("120"), nil]))
        ledger.apply(
            PositionAdjustment(instrument: gold, from: Quantity(units: 10), to: Quantity(units: 15), reason: "found"))
        #expect(ledger.position(gold) == Quantity(units: 15))
        #expect(ledger.cash == Money(units: 99_000))
        #expect(ledger.adjustments == Money(units: 600))
        #expect(ledger.unrealizedProfit == Money(units: 200))
        ledger.apply(PositionAdjustment(instrument: gold, from: Quantity(units: 15), to: .zero, reason: "gone"))
        #expect(ledger.adjustments == Money(units: -1_000))
        #expect(ledger.equity == Money(units: 99_000))
        ledger.checkInvariants()
    }

    @Test mutating func `does not call a deposit profit`() {
        let state = AccountState(
            cash: .zero, equity: .zero, cashFlow: Money(units: -500), happenedAt: Timestamp(nanoseconds: 0))
        ledger.apply(state)
        #expect(ledger.cash == Money(units: 99_500))
        #expect(ledger.deposits == Money(units: -500))
        ledger.checkInvariants()
    }

    @Test(arguments: UInt64(0)..<200)
    mutating func `is explained to the last billionth by what happened, whatever happens`(seed: UInt64) {
        var dice = SplitMix64(seed: seed)
        var market = WanderingMarket(seed: seed, instruments: 2, missingOneIn: 5)
        for step in 0..<200 {
            let instrument = InstrumentIndex(Int(dice.number(0...1)))
            switch dice.number(0...9) {
            case 0...2: ledger.mark(market.next())
            case 3:
                let wanted = Quantity(nanos: dice.number(-20_000_000_000...20_000_000_000))
                ledger.apply(
                    PositionAdjustment(
                        instrument: instrument, from: ledger.position(instrument), to: wanted, reason: "test"))
            default:
                let quantity = Quantity(nanos: dice.number(1...30_000_000_000))
                ledger.apply(
                    Fill(
                        order: OrderID("test"), execution: String(step), instrument: instrument,
                        side: dice.chance(oneIn: 2) ? .buy : .sell, quantity: quantity,
                        price: Price(nanos: dice.number(1...300_000_000_000)), cumulativeQuantity: quantity,
                        commission: Money(nanos: dice.number(0...2_000_000_000)), happenedAt: Timestamp(nanoseconds: 0))
                )
            }
            ledger.checkInvariants()
        }
    }
}
