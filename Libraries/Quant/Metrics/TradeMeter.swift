/// Takes the profits of round trips one at a time, in any one currency, net of costs.
///
/// It keeps the few largest profits besides its sums: a run that owes its result to three lucky trades should say so.
public struct TradeMeter: Hashable, Sendable {
    public private(set) var trades = 0
    /// Trades with a profit above zero.
    public private(set) var wins = 0
    /// Trades with a profit below zero; the rest broke even.
    public private(set) var losses = 0
    public private(set) var grossProfit = 0.0
    /// The sum of all losses, as a positive number.
    public private(set) var grossLoss = 0.0
    /// `nil` without trades; a loss if all were losses.
    public private(set) var best: Double?
    public private(set) var worst: Double?
    /// The most losses in a row.
    public private(set) var longestLosingStreak = 0
    private var losingStreak = 0
    /// The largest profits, descending; at most as many as were asked for.
    private var largest: [Double] = []
    private let kept: Int

    /// - Parameter keeping: how many of the largest profits to remember for `concentration(ofBest:)`.
    public init(keeping: Int = 10) {
        precondition(keeping >= 0, "a number of trades")
        kept = keeping
        largest.reserveCapacity(keeping + 1)
    }

    public init(profits: [Double], keeping: Int = 10) {
        self.init(keeping: keeping)
        for profit in profits { add(profit) }
    }

    public mutating func add(_ profit: Double) {
        precondition(profit.isFinite, "a profit is a finite number")
        trades += 1
        best = max(best ?? profit, profit)
        worst = min(worst ?? profit, profit)
        losingStreak = profit < 0 ? losingStreak + 1 : 0
        longestLosingStreak = max(longestLosingStreak, losingStreak)
        if profit > 0 {
            wins += 1
            grossProfit += profit
            keep(profit)
        } else if profit < 0 {
            losses += 1
            grossLoss -= profit
        }
    }

    private mutating func keep(_ profit: Double) {
        if largest.count == kept, largest.last.map({ profit <= $0 }) ?? true { return }
        let place = largest.firstIndex { $0 < profit } ?? largest.count
        largest.insert(profit, at: place)
        if largest.count > kept { largest.removeLast() }
    }
}

extension TradeMeter {
    public var netProfit: Double { grossProfit - grossLoss }
    /// Wins over all trades; `nil` without trades.
    public var winRate: Double? { trades == 0 ? nil : Double(wins) / Double(trades) }
    /// `nil` without wins.
    public var averageWin: Double? { wins == 0 ? nil : grossProfit / Double(wins) }
    /// As a positive number; `nil` without losses.
    public var averageLoss: Double? { losses == 0 ? nil : grossLoss / Double(losses) }
    /// Gross profit over gross loss; `nil` without losses, where it has no bound.
    public var profitFactor: Double? { losses == 0 ? nil : grossProfit / grossLoss }
    /// The average profit of a trade; `nil` without trades.
    public var expectancy: Double? { trades == 0 ? nil : netProfit / Double(trades) }

    /// The share of gross profit that the best `count` trades made, in 0…1; `nil` without profits.
    ///
    /// `count` may be at most what the meter keeps.
    public func concentration(ofBest count: Int) -> Double? {
        precondition(count >= 0 && count <= kept, "the meter keeps \(kept) of the largest profits")
        return wins == 0 ? nil : largest.prefix(count).reduce(0, +) / grossProfit
    }
}
