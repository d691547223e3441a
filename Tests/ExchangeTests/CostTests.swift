import Contracts
import Exchange
import Testing

// The worked examples of docs/EXECUTION-MODEL.md, number by number.
@Suite struct `What trading costs` {
    @Test func `is a fixed slippage on both sides`() {
        let model = SlippageModel.basisPoints(10)
        #expect(model.price(price("100"), .buy, shares(50), volume: 1_000) == price("100.1"))
        #expect(model.price(price("100"), .sell, shares(50), volume: 1_000) == price("99.9"))
    }

    @Test func `is half of a spread`() {
        let model = SlippageModel.halfSpread(basisPoints: 5)
        #expect(model.price(price("100"), .buy, shares(50), volume: 1_000) == price("100.025"))
        #expect(model.price(price("100"), .sell, shares(50), volume: 1_000) == price("99.975"))
    }

    @Test func `grows with the square root of the share of volume`() {
        let model = SlippageModel.squareRootImpact(spreadBasisPoints: 4, fullVolumeBasisPoints: 100)
        #expect(model.price(price("100"), .buy, shares(2_500), volume: 1_000_000) == price("100.07"))
        #expect(model.price(price("100"), .sell, shares(10_000), volume: 1_000_000) == price("99.88"))
        #expect(model.price(price("100"), .buy, shares(5_000_000), volume: 1_000_000) == price("101.02"))
        #expect(model.price(price("100"), .buy, shares(1), volume: 0) == price("101.02"))
    }

    @Test(arguments: UInt64(1)...200) func `grows with size, and never turns to our favor`(seed: UInt64) {
        var chance = Chance(seed: seed)
        let model = SlippageModel.squareRootImpact(
            spreadBasisPoints: Int64(chance.next() % 200), fullVolumeBasisPoints: Int64(chance.next() % 5_000))
        let mark = Price(nanos: Int64(chance.next() % 500_000_000_000) + 1)
        let small = Quantity(nanos: Int64(chance.next() % 1_000_000_000_000) + 1)
        let large = small + Quantity(nanos: Int64(chance.next() % 1_000_000_000_000))
        let volume = Int64(chance.next() % 5_000)
        let bought = [small, large].map { model.price(mark, .buy, $0, volume: volume) }
        let sold = [small, large].map { model.price(mark, .sell, $0, volume: volume) }
        #expect(mark <= bought[0] && bought[0] <= bought[1])
        #expect(mark >= sold[0] && sold[0] >= sold[1] && sold[1] >= .zero)
    }

    @Test func `is a commission by the trade, by the share or by the amount`() {
        #expect(CommissionModel.perTrade(money("1")).charge(shares(500), worth: money("50000")) == money("1"))
        let perShare = CommissionModel.perShare(money("0.005"), minimum: money("1"), maximum: money("20"))
        #expect(perShare.charge(shares(100), worth: money("10000")) == money("1"))
        #expect(perShare.charge(shares(1_000), worth: money("100000")) == money("5"))
        #expect(perShare.charge(shares(10_000), worth: money("1000000")) == money("20"))
        #expect(CommissionModel.basisPoints(5).charge(shares(100), worth: money("10000")) == money("5"))
    }

    @Test(arguments: [
        ("2024-06-03", 1_000, "100000", "2.95"),  // 2.78 for the SEC, and 0.166 → 0.17 for FINRA.
        ("2024-06-03", 100_000, "10000000", "286.30"),  // 278, and the cap of 8.30.
        ("2023-03-01", 1_000, "100000", "0.95"),  // 0.80, and 0.145 → 0.15.
        ("2025-06-02", 1_000, "100000", "0.17"),  // The SEC asks for nothing from 14 May 2025 on.
        ("2001-01-02", 10, "1000", "0.04"),  // 0.0221 → 0.03, by the table's first row, and 0.00119 → 0.01.
    ])
    func `is the regulators' fees on a sale, each rounded up to a cent`(
        day: String, count: Int, proceeds: String, expected: String
    ) throws {
        let date = try #require(TradingDate(day))
        #expect(
            RegulatoryFees.unitedStates.charge(shares(count), for: money(proceeds), on: date) == money(expected))
    }

    @Test func `is told with the fill and taken from cash`() throws {
        let fees = RegulatoryFees(perMillion: money("27.80"), perShare: money("0.000166"), perShareCap: money("8.30"))
        var floor = Floor(
            cash: "200000",
            rules: ExchangeRules(slippage: .basisPoints(10), commission: .perTrade(money("1")), fees: fees))
        floor.submit("in", gold, buy(1_000))
        let bought = try #require(floor.trade(gold: bar("100", "100", "100", "100")).first?.fill)
        #expect(bought.price == price("100.1") && bought.commission == money("1"))
        floor.submit("out", gold, sell(1_000))
        let sold = try #require(floor.trade(gold: bar("100", "100", "100", "100")).first?.fill)
        #expect(sold.price == price("99.9") && sold.commission == money("3.95"))
        #expect(floor.exchange.cash == money("199795.05"))
    }

    @Test func `is by default 10 basis points and 1.00 a trade`() {
        #expect(ExchangeRules.standard.slippage == .basisPoints(10))
        #expect(ExchangeRules.standard.commission == .perTrade(money("1")))
        #expect(ExchangeRules.standard.fill == .nextOpen)
    }
}
