/// Numbers about the market for one instant: a matrix of instruments by feature columns.
///
/// A feature that is not warmed up, or whose bar is missing, is NaN; two frames are equal when their bit patterns are.
public struct FeatureFrame: Sendable, Codable {
    public var at: Timestamp
    /// Columns a row. The plan made from the configuration names them.
    public var columns: Int
    /// Row by row: instrument 0's columns first.
    public var values: [Double]

    public init(at: Timestamp, columns: Int, values: [Double]) {
        self.at = at
        self.columns = columns
        self.values = values
    }

    @inlinable
    public subscript(instrument: InstrumentIndex, column: Int) -> Double {
        get { values[instrument.place * columns + column] }
        set { values[instrument.place * columns + column] = newValue }
    }
}

extension FeatureFrame: Hashable {
    public static func == (left: FeatureFrame, right: FeatureFrame) -> Bool {
        left.at == right.at && left.columns == right.columns && left.values.count == right.values.count
            && zip(left.values, right.values).allSatisfy { $0.bitPattern == $1.bitPattern }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(at)
        for value in values { hasher.combine(value.bitPattern) }
    }
}

/// One strategy's view of one instrument.
public struct Signal: Hashable, Sendable, Codable, BitwiseCopyable {
    /// The strategy's place in the configuration.
    public var strategy: UInt16
    public var instrument: InstrumentIndex
    /// −1 (fully short) to 1 (fully long) of the strategy's share of the book.
    public var weight: Double
    /// 0 to 1.
    public var confidence: Double

    public init(strategy: UInt16, instrument: InstrumentIndex, weight: Double, confidence: Double) {
        self.strategy = strategy
        self.instrument = instrument
        self.weight = weight
        self.confidence = confidence
    }
}

/// All views held at one instant, ordered by strategy, then instrument. Views of zero are left out.
public struct SignalFrame: Hashable, Sendable, Codable {
    public var at: Timestamp
    public var signals: [Signal]

    public init(at: Timestamp, signals: [Signal]) {
        self.at = at
        self.signals = signals
    }
}

/// The position we want in one instrument.
public struct Target: Hashable, Sendable, Codable {
    public var instrument: InstrumentIndex
    public var quantity: Quantity
    /// The close that turned weight into quantity.
    public var price: Price
    /// What each strategy contributed to the net weight, by its place in the configuration.
    public var contributions: [Double]

    public init(instrument: InstrumentIndex, quantity: Quantity, price: Price, contributions: [Double]) {
        self.instrument = instrument
        self.quantity = quantity
        self.price = price
        self.contributions = contributions
    }
}

/// The wanted book at one instant. Instruments that are not listed stay as they are.
public struct TargetFrame: Hashable, Sendable, Codable {
    public var at: Timestamp
    /// The equity that the targets were sized on.
    public var equity: Money
    public var targets: [Target]

    public init(at: Timestamp, equity: Money, targets: [Target]) {
        self.at = at
        self.equity = equity
        self.targets = targets
    }
}

/// Risk's answers to all intents of one instant, in instrument order.
public struct VerdictFrame: Hashable, Sendable, Codable {
    public var at: Timestamp
    public var tier: RiskTier
    public var verdicts: [Verdict]

    public init(at: Timestamp, tier: RiskTier, verdicts: [Verdict]) {
        self.at = at
        self.tier = tier
        self.verdicts = verdicts
    }
}

/// Risk's answer to one intent.
public struct Verdict: Hashable, Sendable, Codable {
    public var intent: Intent
    public var outcome: Outcome

    public init(intent: Intent, outcome: Outcome) {
        self.intent = intent
        self.outcome = outcome
    }

    public enum Outcome: Hashable, Sendable, Codable {
        case approved
        /// Approved for a smaller quantity.
        case reduced(to: Quantity, because: RiskReason)
        case denied(because: RiskReason)
    }

    /// What may be sent, unsigned; zero when denied.
    public var allowed: Quantity {
        switch outcome {
        case .approved: intent.quantity
        case .reduced(let quantity, _): quantity
        case .denied: .zero
        }
    }
}

/// A change of position that somebody asks for, before risk has answered.
public struct Intent: Hashable, Sendable, Codable {
    public var instrument: InstrumentIndex
    public var side: Side
    /// Unsigned.
    public var quantity: Quantity
    public var type: OrderType
    public var timeInForce: TimeInForce
    /// Which intent of this instrument in this frame: 0 unless an operator adds more.
    public var index: UInt16

    public init(
        instrument: InstrumentIndex, side: Side, quantity: Quantity, type: OrderType = .market,
        timeInForce: TimeInForce = .day, index: UInt16 = 0
    ) {
        self.instrument = instrument
        self.side = side
        self.quantity = quantity
        self.type = type
        self.timeInForce = timeInForce
        self.index = index
    }
}
