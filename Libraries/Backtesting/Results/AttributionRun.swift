public import Contracts
import Exchange
public import Kernel

/// Goes through the frames of a finished run once more and attributes its profit to its strategies.
///
/// A run keeps no targets, so strategies and allocator decide again on the same bars and fills, which gives the contributions that the
/// fills came from. Features, strategies and allocator cost about what they cost in the run; a book of one strategy costs nothing.
public struct AttributionRun: Sendable {
    private let result: BacktestResult
    private let isNeeded: Bool
    private var features = FeatureStage()
    private var strategies = StrategyStage()
    private var allocator = AllocatorStage()
    private var featureFrame = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [])
    private var signals = SignalFrame(at: Timestamp(nanoseconds: 0), signals: [])
    private var targets = TargetFrame(at: Timestamp(nanoseconds: 0), equity: .zero, targets: [])
    private var positions: AttributedPositions
    /// The shares that each strategy contributed to the last target, by instrument.
    private var wanted: [[Double]]
    private var closes: [Price?]
    private var nextFill = 0
    private var actions: DueActions

    /// - Throws: what is wrong with the result's configuration, which a run of it would have met before.
    public init(_ result: BacktestResult) throws(ParameterError) {
        let configuration = result.configuration
        let (instruments, count) = (configuration.universe.count, configuration.strategies.count)
        self.result = result
        actions = DueActions(result.actions)
        isNeeded = count > 1
        positions = AttributedPositions(strategies: count, instruments: instruments)
        wanted = Array(repeating: Array(repeating: 0, count: count), count: instruments)
        closes = Array(repeating: nil, count: instruments)
        guard isNeeded else { return }
        try features.configure(configuration)
        try strategies.configure(configuration)
        try allocator.configure(configuration)
    }

    /// Takes the next frame of those that the run was made on.
    public mutating func take(_ bars: BarFrame) {
        guard isNeeded else { return }
        bookActions(through: bars.session)
        book(through: bars.at, isBeforeTheClose: true)
        for (place, bar) in bars.bars.enumerated() { if let bar { closes[place] = bar.close } }
        features.fold(bars, into: &featureFrame)
        strategies.fold(bars, featureFrame, into: &signals)
        allocator.fold(bars, signals, into: &targets)
        for target in targets.targets { wanted[target.instrument.place] = shares(target) }
        book(through: bars.at, isBeforeTheClose: false)
    }

    private mutating func bookActions(through session: TradingDate) {
        while let action = actions.next(through: session) {
            features.apply(action)
            allocator.apply(action)
            positions.apply(action)
            guard case .split(let new, let old) = action.change else { continue }
            for strategy in wanted[action.instrument.place].indices {
                wanted[action.instrument.place][strategy] *= Double(new) / Double(old)
            }
        }
    }

    /// Fills in the frame that is about to close belong to the targets before it, unless orders fill at the close that they are decided
    /// on.
    private mutating func book(through instant: Timestamp, isBeforeTheClose: Bool) {
        let fills = result.trading.fills
        let isAtClose = result.rules.fill == .signalClose
        while nextFill < fills.count, fills[nextFill].happenedAt <= instant {
            if isBeforeTheClose, isAtClose, fills[nextFill].happenedAt == instant { return }
            let fill = fills[nextFill]
            strategies.apply(fill)
            allocator.apply(fill)
            positions.apply(fill, wanted: wanted[fill.instrument.place])
            nextFill += 1
        }
    }

    private func shares(_ target: Target) -> [Double] {
        let allocation = result.configuration.allocation
        let worth =
            allocation.method == .fixedQuantity
            ? allocation.fixedQuantity.approximation : targets.equity.approximation / target.price.approximation
        return target.contributions.map { $0 * worth }
    }

    /// What each strategy earned over the frames taken, and what is left of the run's profit.
    public func finished() -> StrategyAttribution {
        let profit = result.endEquity - result.startEquity
        guard isNeeded else {
            let commissions = result.trading.fills.reduce(Money.zero) { $0 + $1.commission }
            let parts = result.configuration.strategies.map { _ in
                StrategyAttribution.Part(profit: profit, commissions: commissions)
            }
            return StrategyAttribution(parts: parts, unattributed: parts.isEmpty ? profit : .zero)
        }
        let parts = positions.parts(closes: closes)
        return StrategyAttribution(parts: parts, unattributed: parts.reduce(profit) { $0 - $1.profit })
    }
}
