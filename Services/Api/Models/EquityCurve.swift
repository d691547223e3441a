import Contracts

/// Equity at the end of each session so far, the running one included.
struct EquityCurve: Sendable {
    struct Point: Sendable {
        let session: TradingDate
        var at: Timestamp
        var equity: Money
        /// What came or went since the point before that is no profit.
        var flow: Money
    }

    private(set) var points: [Point] = []
    private var pendingFlow = Money.zero
    private var returns = RunningReturns()
    private(set) var peak: Money?
    /// Largest fall from a peak so far, as a share of it.
    private(set) var deepestDrawdown = 0.0
    private static let capacity = 10_000

    mutating func note(_ equity: Money, at instant: Timestamp, session: TradingDate) {
        if points.last?.session == session {
            points[points.count - 1].at = instant
            points[points.count - 1].equity = equity
            points[points.count - 1].flow += pendingFlow
        } else {
            if let last = lastReturn { returns.add(last) }
            if points.count >= Self.capacity { points.removeFirst(Self.capacity / 2) }
            points.append(Point(session: session, at: instant, equity: equity, flow: pendingFlow))
        }
        pendingFlow = .zero
        let highest = max(peak ?? equity, equity)
        peak = highest
        if highest > .zero {
            deepestDrawdown = max(deepestDrawdown, 1 - equity.approximation / highest.approximation)
        }
    }

    /// Money or positions came or went that are no profit.
    mutating func note(flow: Money) {
        pendingFlow += flow
        if let highest = peak { peak = highest + flow }
    }

    /// Of the newest session; `nil` while there is only one.
    private var lastReturn: Double? {
        guard points.count >= 2 else { return nil }
        let (before, after) = (points[points.count - 2], points[points.count - 1])
        return before.equity > .zero ? (after.equity - after.flow).approximation / before.equity.approximation - 1 : 0
    }

    /// Annual Sharpe ratio of the session returns, 252 a year, without a risk-free rate; `nil` under two returns or without variance.
    var sharpe: Double? {
        var all = returns
        if let last = lastReturn { all.add(last) }
        return all.sharpe
    }
}

/// Mean and variance of returns, one at a time (Welford), so that a long curve costs nothing to ask about.
struct RunningReturns: Sendable {
    private(set) var count = 0
    private var mean = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
        count += 1
        let difference = value - mean
        mean += difference / Double(count)
        squares += difference * (value - mean)
    }

    var sharpe: Double? {
        guard count >= 2 else { return nil }
        let variance = squares / Double(count - 1)
        return variance > 0 ? mean / variance.squareRoot() * 252.0.squareRoot() : nil
    }
}
