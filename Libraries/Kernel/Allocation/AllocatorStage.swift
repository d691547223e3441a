public import Contracts

/// Answers every signal frame with the positions that the book should have.
///
/// It keeps its own ledger, to know equity and positions, and measures the volatility it needs itself, with the
/// features' indicator. Like the strategies it judges a frame by the rules that held when its bars were appended; fills
/// count from the moment they are in the log.
public struct AllocatorStage: Stage {
    public static let author = Author.allocator
    public static let wakingKinds: [EventKind] = [
        .signalFrame, .barFrame, .fill, .configChange, .rebalanceDue, .positionAdjustment, .accountState,
        .corporateAction,
    ]

    private enum Waiting: Sendable, Codable {
        case bars(BarFrame)
        case configuration(BookConfiguration)
        case rebalanceDue
        case corporateAction(CorporateAction)
    }

    var allocator: Allocator?
    private var waiting: [Waiting] = []

    public init() {}
}

// MARK: The typed folds

extension AllocatorStage {
    /// Takes the book's rules. A later configuration may change strategies and allocation; ledger and volatilities go
    /// on.
    public mutating func configure(_ configuration: BookConfiguration) throws(ParameterError) {
        if let before = allocator {
            allocator = try before.changed(to: configuration)
        } else {
            allocator = try Allocator(configuration)
        }
    }

    /// Takes in one frame of bars with its signals and writes the wanted positions into `targets`, reusing its buffers.
    public mutating func fold(
        _ bars: borrowing BarFrame, _ signals: borrowing SignalFrame, into targets: inout TargetFrame
    ) {
        precondition(allocator != nil, "a book's first entry is its configuration")
        allocator?.fold(bars, signals, into: &targets)
    }

    /// Books one execution.
    public mutating func apply(_ fill: Fill) { allocator?.ledger.apply(fill) }

    /// Takes over a position that the broker was found to hold.
    public mutating func apply(_ adjustment: PositionAdjustment) { allocator?.ledger.apply(adjustment) }

    /// Books deposits and withdrawals.
    public mutating func apply(_ state: AccountState) { allocator?.ledger.apply(state) }

    /// Books a split or a dividend; prices that are remembered are restated in new shares.
    public mutating func apply(_ action: CorporateAction) { allocator?.apply(action) }

    /// The next frame is one on which targets follow the signals, in a book that rebalances when due.
    public mutating func rebalanceDue() { allocator?.cadence.call() }

    /// Whether targets depend on volatility, so that each frame must be measured.
    package var followsVolatility: Bool { allocator?.volatility != nil }

    /// Measures a frame on which nothing else is asked of the allocator.
    package mutating func measure(_ bars: borrowing BarFrame) { allocator?.volatility?.fold(bars) }

    /// The account as the allocator knows it; `nil` before the first configuration.
    public var ledger: Ledger? { allocator?.ledger }

    /// Stops the process if the books don't add up: called after every fact in tests and simulation.
    public func checkInvariants() { allocator?.ledger.checkInvariants() }
}

// MARK: On the log

extension AllocatorStage {
    public mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        switch entry.event {
        case .configChange(let change): waitInLine(.configuration(change.configuration))
        case .rebalanceDue where allocator != nil: waitInLine(.rebalanceDue)
        // Bars from before it must be judged before it; fills after it come with the session that it precedes, long after those.
        case .corporateAction(let action) where allocator != nil: waitInLine(.corporateAction(action))
        case .barFrame(let bars) where allocator != nil: waiting.append(.bars(bars))
        case .signalFrame(let signals) where allocator != nil: outputs.append(.targetFrame(answer(signals)))
        case .fill(let fill): apply(fill)
        case .positionAdjustment(let adjustment): apply(adjustment)
        case .accountState(let state): apply(state)
        default: break  // The log holds much that is none of this stage's business.
        }
    }

    private mutating func waitInLine(_ change: Waiting) {
        if waiting.isEmpty { take(change) } else { waiting.append(change) }
    }

    private mutating func answer(_ signals: SignalFrame) -> TargetFrame {
        let bars = nextBars()
        var targets = TargetFrame(at: bars.at, equity: .zero, targets: [])
        fold(bars, signals, into: &targets)
        return targets
    }

    private mutating func nextBars() -> BarFrame {
        while let next = waiting.first {
            waiting.removeFirst()
            if case .bars(let bars) = next { return bars }
            take(next)
        }
        preconditionFailure("a signal frame follows the bar frame it was made from")
    }

    private mutating func take(_ change: Waiting) {
        switch change {
        case .configuration(let configuration):
            configuration.mustBeValid { configuration throws(ParameterError) in try configure(configuration) }
        case .rebalanceDue: rebalanceDue()
        case .corporateAction(let action): apply(action)
        case .bars: preconditionFailure("bars wait for their signals")
        }
    }
}
