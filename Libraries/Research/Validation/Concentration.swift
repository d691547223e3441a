public import Backtesting
public import Contracts
import Quant

/// How much of a result a few of its parts made, so that one sees whether one lucky trade did.
public struct TopShare: Hashable, Sendable {
    /// How many of the best parts.
    public let count: Int
    /// Their part of all gains, in 0…1; `nil` without gains.
    public let shareOfGains: Double?
    /// What is left of the net profit without them, in the account's currency.
    public let profitWithout: Double

    /// - Parameter profits: of all parts, net of costs.
    public init(best count: Int, of profits: [Double]) {
        let meter = TradeMeter(profits: profits, keeping: count)
        self.count = count
        shareOfGains = meter.concentration(ofBest: count)
        profitWithout = meter.netProfit - (shareOfGains ?? 0) * meter.grossProfit
    }
}

/// Where a run's profit came from: trades, sessions and instruments.
public struct Concentration: Hashable, Sendable {
    /// What one instrument brought in, its open position valued at the last close.
    public struct InstrumentProfit: Hashable, Sendable {
        public let instrument: InstrumentIndex
        public let profit: Money
        /// Part of all instruments' gains, in 0…1; `nil` for one that gained nothing.
        public let shareOfGains: Double?
    }

    /// Best 1, 5 and 10 round trips.
    public let trades: [TopShare]
    /// Best 1 % and 5 % of the sessions, rounded up.
    public let sessions: [TopShare]
    /// By universe.
    public let instruments: [InstrumentProfit]

    /// - Parameters:
    ///   - trips: of all fills, those that close what is still held among them.
    ///   - sessionCurve: equity at the ends of sessions, oldest first.
    public init(trips: [RoundTrip], sessionCurve: [EquityPoint], start: Money, instruments count: Int) {
        let profits = trips.map(\.profit.approximation)
        trades = [1, 5, 10].map { TopShare(best: $0, of: profits) }
        let ends = [start] + sessionCurve.map(\.equity)
        let changes = zip(ends, ends.dropFirst()).map { ($1 - $0).approximation }
        sessions = [1, 5].map { TopShare(best: (changes.count * $0 + 99) / 100, of: changes) }
        instruments = Self.profits(of: trips, instruments: count)
    }

    private static func profits(of trips: [RoundTrip], instruments count: Int) -> [InstrumentProfit] {
        var profits = Array(repeating: Money.zero, count: count)
        for trip in trips { profits[trip.instrument.place] += trip.profit }
        let gains = profits.reduce(0) { $0 + max(0, $1.approximation) }
        return profits.enumerated().map { place, profit in
            InstrumentProfit(
                instrument: InstrumentIndex(place), profit: profit,
                shareOfGains: profit > .zero ? profit.approximation / gains : nil)
        }
    }
}
