public import Contracts
import Kernel

/// A book to test with: a few instruments, limits that are far away unless a test pulls them in.
enum Fixture {
    static let symbols = ["GLD", "SLV", "PPLT", "USO"].compactMap { Symbol($0) }
    static let start = Timestamp(nanoseconds: 1_735_851_600_000_000_000)  // 2025-01-02T21:00:00Z
    static let firstSession = TradingDate(daysSinceEpoch: 20_090)

    static func limits(_ change: (inout RiskLimits) -> Void = { _ in }) -> RiskLimits {
        var limits = RiskLimits(
            dailyLossBasisPoints: 200, maximumDrawdownBasisPoints: 1_000, orderNotional: Money(units: 1_000_000),
            positionNotional: Money(units: 1_000_000), grossExposureBasisPoints: 100_000, suspectMoveBasisPoints: 10_000
        )
        change(&limits)
        return limits
    }

    static func configuration(_ limits: RiskLimits = limits(), cash: Int = 100_000) -> BookConfiguration {
        guard let universe = Universe(symbols) else { preconditionFailure("the fixture's symbols make a universe") }
        return BookConfiguration(
            book: "test", mode: .paper, universe: universe, startingCash: Money(units: cash),
            strategies: [StrategyConfiguration(name: "one"), StrategyConfiguration(name: "two")],
            allocation: AllocationConfiguration(
                method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 20, grossCap: 1, minimumTrade: 0),
            limits: limits)
    }

    static func bars(_ day: Int, _ closes: [Int?]) -> BarFrame {
        bars(day, prices: closes.map { $0.map(Price.init(units:)) })
    }

    static func bars(_ day: Int, prices: [Price?]) -> BarFrame {
        BarFrame(
            at: instant(day), session: firstSession + Int32(day),
            bars: prices.map { $0.map { Bar(open: $0, high: $0, low: $0, close: $0, volume: 1) } })
    }

    static func instant(_ day: Int) -> Timestamp { start + Int64(day) * 86_400 }

    static func targets(_ day: Int, _ quantities: [Int]) -> TargetFrame {
        TargetFrame(
            at: instant(day), equity: .zero,
            targets: quantities.enumerated().map {
                Target(
                    instrument: InstrumentIndex($0.offset), quantity: Quantity(units: $0.element),
                    price: Price(units: 1),
                    contributions: [])
            })
    }
}

extension Quantity: ExpressibleByIntegerLiteral {
    public init(integerLiteral units: Int) { self.init(units: units) }
}
