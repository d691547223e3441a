/// The share of capital whose commitment makes it grow fastest in the long run (Kelly, 1956). Without an edge it is
/// 0, never a bet on the other side: whoever has the opposite edge says so with a signal.
///
/// Full Kelly on estimated numbers is too much; callers scale it and cap it.
public enum Kelly {
    /// For returns with this mean and variance per period: μ ÷ σ² (Thorp, 2006), which may be above 1 (leverage).
    /// - Parameter cap: the most to return.
    /// - Throws: `outOfRange` unless the variance is above 0, the mean is a number and the cap is not negative.
    public static func fraction(mean: Double, variance: Double, cap: Double = 1) throws(StatisticsError) -> Double {
        try require(mean.isFinite, "mean", mean, allowed: "any finite number")
        try require(variance > 0 && variance.isFinite, "variance", variance, allowed: "above 0")
        try require(cap >= 0, "cap", cap, allowed: "0 or more")
        return min(cap, max(0, mean / variance))
    }

    /// For bets that win `payoff` times the stake with chance `winRate` and lose the stake otherwise:
    /// p − (1 − p) ÷ b.
    /// - Throws: `outOfRange` unless the chance is in 0…1, the payoff above 0 and the cap not negative.
    public static func fraction(winRate: Double, payoff: Double, cap: Double = 1) throws(StatisticsError) -> Double {
        try require(winRate >= 0 && winRate <= 1, "winRate", winRate, allowed: "0…1")
        try require(payoff > 0 && payoff.isFinite, "payoff", payoff, allowed: "above 0")
        try require(cap >= 0, "cap", cap, allowed: "0 or more")
        return min(cap, max(0, winRate - (1 - winRate) / payoff))
    }

    /// From round trips, with average win over average loss as the payoff; `nil` without a win or without a loss, which
    /// don't say what a bet can lose.
    public static func fraction(of trades: TradeMeter, cap: Double = 1) throws(StatisticsError) -> Double? {
        guard let winRate = trades.winRate, let win = trades.averageWin, let loss = trades.averageLoss else {
            return nil
        }
        return try fraction(winRate: winRate, payoff: win / loss, cap: cap)
    }
}
