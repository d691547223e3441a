import Workloads

/// What each number must reach on one core of an ordinary server, and what it aims at. The peers' rates beside them are in
/// Benchmarks/README.md.
enum Goals {
    static let w1 = Goal(must: 5_000_000, aim: 20_000_000)
    /// 50,400 bars in 20 ms, and in 5.
    static let w2 = Goal(must: 2_520_000, aim: 10_080_000)
    static let w3 = Goal(must: 20_000_000, aim: 100_000_000)
    /// Two threads over one, on two cores that nobody else wants.
    static let twoThreads = Goal(must: 1.9)

    /// Nanoseconds a value.
    static let indicator = Goal(must: 20, aim: 5)

    /// Milliseconds.
    static let hierarchicalRiskParity = Goal(must: 2, aim: 0.5)
    static let overfitting = Goal(must: 40, aim: 10)
    static let hiddenMarkovModel = Goal(must: 20, aim: 5)

    /// Percent of bare appends, sixteen entries in flight on both sides.
    static let logShare = Goal(must: 70, aim: 85)
    /// Milliseconds.
    static let barToOrder = Goal(must: 5)
    static let barToOrderAtWorst = Goal(must: 20)

    /// Bars on which nothing is decided.
    static let allocationsOnQuietBars = Goal(must: 0, isGuarded: true)
    /// W1 once its buffers have grown. What is left is the growth of lists that keep what it did.
    static let allocationsWhileTrading = Goal(must: 0.000_1, aim: 0, isGuarded: true)
    /// Of a process that makes W1's bars and runs it.
    static let peakMegabytes = Goal(must: 150, isGuarded: true)
}
