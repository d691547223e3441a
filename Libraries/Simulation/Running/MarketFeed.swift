internal import Contracts
internal import Exchange

/// The market of a run: hourly frames of a made-up market over the sessions of the New York calendar.
struct MarketFeed {
    /// One thing for the log: a frame, or a split before one.
    struct Item {
        let at: Timestamp
        let event: Event
    }

    private static let first = TradingDate("2024-01-02")
    private static let framesPerSession = 7

    private(set) var items: [Item] = []
    private var frameCount = 0
    /// The instant of the newest frame, or of the first session's open.
    private(set) var now: Timestamp
    private var market: SimulatedMarket
    private let sessions: [TradingDate]
    /// What splits have made of the prices of the made-up market, which knows of none.
    private var factors: [(old: Int64, new: Int64)]

    init(_ universe: Universe, seed: UInt64) {
        // Hourly bars that move like daily ones: losing days must happen.
        market = SimulatedMarket(universe: universe, seed: seed, stepsPerYear: 252)
        factors = Array(repeating: (1, 1), count: universe.count)
        sessions = Self.sessions
        guard let open = TradingCalendar.nyse.open(sessions[0]) else { preconditionFailure("a session has an open") }
        now = open
    }

    /// Whole days only: all have the same number of frames.
    private static let sessions: [TradingDate] = {
        let calendar = TradingCalendar.nyse
        guard let first else { preconditionFailure("the first day is a date") }
        return calendar.sessions.filter { $0 >= first && !calendar.isEarlyClose($0) }
    }()

    var isSessionOver: Bool { frameCount % Self.framesPerSession == 0 }

    /// Splits an instrument before the next frame.
    mutating func split(_ instrument: InstrumentIndex, new: Int64, old: Int64) -> CorporateAction {
        let action = CorporateAction(
            instrument: instrument, exDate: sessions[frameCount / Self.framesPerSession],
            change: .split(new: new, old: old))
        factors[instrument.place].old *= old
        factors[instrument.place].new *= new
        items.append(Item(at: now, event: .corporateAction(action)))
        return action
    }

    mutating func advance() -> (bars: BarFrame, endsSession: Bool) {
        let (session, hour) = (frameCount / Self.framesPerSession, frameCount % Self.framesPerSession)
        let date = sessions[session]
        guard let open = TradingCalendar.nyse.open(date), let close = TradingCalendar.nyse.close(date) else {
            preconditionFailure("a session has an open and a close")
        }
        let endsSession = hour == Self.framesPerSession - 1
        now = endsSession ? close : open + Int64(hour + 1) * 3_300
        var bars = market.next(session: date, at: now)
        for place in bars.bars.indices where factors[place] != (1, 1) {
            bars.bars[place] = bars.bars[place].map { restated($0, factors[place]) }
        }
        frameCount += 1
        items.append(Item(at: now, event: .barFrame(bars)))
        return (bars, endsSession)
    }

    private func restated(_ bar: Bar, _ factor: (old: Int64, new: Int64)) -> Bar {
        func price(_ price: Price) -> Price {
            let cents = (Int128(price.nanos) * Int128(factor.old)).dividedHalfEven(by: Int128(factor.new) * 10_000_000)
            return Price(nanos: max(1, cents) * 10_000_000)
        }
        return Bar(
            open: price(bar.open), high: price(bar.high), low: price(bar.low), close: price(bar.close),
            volume: bar.volume)
    }
}

extension BookConfiguration {
    /// The book of every run: three funds, two quick strategies, tight limits, so that much happens in little time.
    static let simulated: BookConfiguration = {
        guard let universe = Universe(["GLD", "SLV", "GDX"].compactMap { Symbol($0) }) else {
            preconditionFailure("the funds are known and differ")
        }
        return BookConfiguration(
            book: "sim", mode: .paper, universe: universe, startingCash: Money(units: 10_000_000),
            strategies: [
                StrategyConfiguration(
                    name: "sma-cross", share: 0.6,
                    parameters: [
                        .init(name: "fast", value: 1), .init(name: "short", value: 1), .init(name: "slow", value: 2),
                    ]),
                StrategyConfiguration(
                    name: "sma-cross", share: 0.4,
                    parameters: [.init(name: "fast", value: 2), .init(name: "slow", value: 4)]),
            ],
            allocation: AllocationConfiguration(
                method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 5, grossCap: 1.5,
                minimumTrade: 0.001),
            limits: RiskLimits(
                dailyLossBasisPoints: 400, maximumDrawdownBasisPoints: 2_500, orderNotional: Money(units: 4_000_000),
                positionNotional: Money(units: 6_000_000), grossExposureBasisPoints: 20_000,
                suspectMoveBasisPoints: 1_500))
    }()
}
