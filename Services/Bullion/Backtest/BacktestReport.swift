import Backtesting
import Contracts
import Foundation
import Quant
import Research

/// The outcome of a backtest for a program, and what the HTML page is drawn from.
struct BacktestReport: Encodable {
    struct StrategyPart: Codable, Hashable {
        let name: String
        let share: Double
        let parameters: [String: Double]
    }

    /// What one strategy of the book earned; the last row of a book with other charges than commissions is those.
    struct Earning: Encodable {
        let strategy: String
        let share: Double?
        let profit: String
        let commissions: String
    }

    struct Month: Encodable {
        let year: Int
        let month: Int
        let `return`: Double
    }

    struct Trip: Codable, Hashable {
        let symbol: String
        let side: String
        let quantity: String
        let entryAt: String
        let exitAt: String?
        let entryPrice: String
        let exitPrice: String?
        let profit: String
        let isOpen: Bool
    }

    struct FillRow: Codable, Hashable {
        let at: String
        let symbol: String
        let side: String
        let quantity: String
        let price: String
        let commission: String
    }

    /// A date and a number, as a pair.
    struct Point: Encodable {
        let date: TradingDate
        let value: Double

        func encode(to encoder: any Encoder) throws {
            var pair = encoder.unkeyedContainer()
            try pair.encode(date.description)
            try pair.encode(value)
        }
    }

    let schema = 2
    let kind = "backtest"
    let market: String
    let strategy: StrategyPart
    let strategies: [StrategyPart]
    let symbols: [String]
    let rules: [String: String]
    let from: String?
    let to: String?
    let frames: Int
    let bars: Int
    let orders: Int
    let fills: Int
    let startEquity: String
    let finalEquity: String
    /// SHA-256 of orders, fills and curve: the same for two runs that did the same.
    let digest: String
    let loadSeconds: Double
    let runSeconds: Double
    let barsPerSecond: Double
    /// Which run on this market this is, by the ledger; absent without one.
    let trial: Int?
    let metrics: Figures
    /// Received on long positions, less those paid on short ones; absent where nothing but bars was booked.
    let dividends: String?
    /// By strategy, in the book's order. The profits add up to all of it.
    let attribution: [Earning]
    let monthly: [Month]
    let curve: [Point]
    let roundTrips: [Trip]
    let fillList: [FillRow]
    let prices: [String: [Point]]
    /// Absent unless asked for.
    var stress: StressReport?

    init(_ run: BacktestRun) throws {
        let (result, configuration) = (run.result, run.result.configuration)
        let curve = result.sessionCurve
        market = run.market
        strategies = configuration.strategies.map { StrategyPart($0) }
        strategy = strategies.count == 1 ? strategies[0] : StrategyPart(name: "book", share: 1, parameters: [:])
        symbols = configuration.universe.symbols.map(\.name)
        rules = run.rules
        from = curve.first.map { "\(NewYork.date(at: $0.at))" }
        to = curve.last.map { "\(NewYork.date(at: $0.at))" }
        frames = result.curve.count
        bars = run.bars
        orders = result.trading.orders.count
        fills = result.trading.fills.count
        startEquity = result.startEquity.description
        finalEquity = result.endEquity.description
        digest = result.digest
        loadSeconds = run.loadSeconds
        runSeconds = run.runSeconds
        barsPerSecond = Double(run.bars) / max(run.runSeconds, 1e-9)
        trial = run.trial
        let trips = result.trading.roundTrips
        metrics = Figures(result, trips: trips, activity: run.activity, deflatedSharpe: run.deflatedSharpe)
        dividends = result.actions.isEmpty ? nil : run.dividends.description
        attribution = Self.earnings(run.attribution, configuration.strategies)
        monthly = try Self.monthly(curve, start: result.startEquity)
        self.curve = curve.map { Point(date: NewYork.date(at: $0.at), value: $0.equity.approximation) }
        roundTrips = trips.map { Trip($0, configuration.universe) }
        fillList = result.trading.fills.map { FillRow($0, configuration.universe) }
        prices = run.prices
    }

    private static func earnings(
        _ attribution: StrategyAttribution, _ strategies: [StrategyConfiguration]
    ) -> [Earning] {
        let rows = zip(strategies, attribution.parts).map { strategy, part in
            Earning(
                strategy: strategy.name, share: strategy.share, profit: part.profit.description,
                commissions: part.commissions.description)
        }
        if attribution.unattributed.isZero { return rows }
        return rows + [
            Earning(
                strategy: "borrowing and other charges", share: nil, profit: attribution.unattributed.description,
                commissions: Money.zero.description)
        ]
    }

    private static func monthly(_ curve: [EquityPoint], start: Money) throws -> [Month] {
        var table = MonthlyReturns()
        for (point, value) in zip(curve, sessionReturns(of: curve, start: start)) {
            let date = NewYork.date(at: point.at)
            try table.add(value, year: date.year, month: date.month)
        }
        return table.years.flatMap { year in
            year.months.enumerated().compactMap { place, value in
                value.map { Month(year: year.year, month: place + 1, return: $0) }
            }
        }
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

extension BacktestReport.StrategyPart {
    fileprivate init(_ strategy: StrategyConfiguration) {
        self.init(
            name: strategy.name, share: strategy.share,
            parameters: strategy.numbers)
    }
}

extension BacktestReport.Trip {
    fileprivate init(_ trip: RoundTrip, _ universe: Universe) {
        self.init(
            symbol: universe[trip.instrument].name, side: trip.side == .buy ? "long" : "short",
            quantity: trip.quantity.description, entryAt: trip.enteredAt.description,
            exitAt: trip.isOpen ? nil : trip.exitedAt.description, entryPrice: trip.entryPrice.description,
            exitPrice: trip.exitPrice?.description, profit: trip.profit.description, isOpen: trip.isOpen)
    }
}

extension BacktestReport.FillRow {
    fileprivate init(_ fill: Fill, _ universe: Universe) {
        self.init(
            at: fill.happenedAt.description, symbol: universe[fill.instrument].name, side: fill.side.rawValue,
            quantity: fill.quantity.description, price: fill.price.description,
            commission: fill.commission.description)
    }
}
