public import Contracts

/// One thing that was decided when a bar had closed, in a form that two runs can be compared by.
public struct Decision: Hashable, Sendable {
    /// What is decided.
    public enum Subject: Hashable, Sendable {
        /// A strategy's view, −1…1; the strategy by its place in the configuration.
        case view(strategy: Int)
        /// The position wanted, in shares.
        case target
        /// An order, in shares: above zero to buy, below to sell.
        case order
        /// What a research script holds, as a share of the account.
        case weight
    }

    public let subject: Subject
    public let instrument: InstrumentIndex
    public let value: Double
    /// What else an order says, such as its type and price; empty where there is nothing.
    public let terms: String

    public init(_ subject: Subject, of instrument: InstrumentIndex, _ value: Double, terms: String = "") {
        self.subject = subject
        self.instrument = instrument
        self.value = value
        self.terms = terms
    }

    /// Whether it decides the same as `other`, where numbers may differ by `tolerance` times the larger of them, or times 1.
    /// NaN is the same as NaN.
    func isSame(as other: Decision, tolerance: Double) -> Bool {
        guard subject == other.subject, instrument == other.instrument, terms == other.terms else { return false }
        if value == other.value || (value.isNaN && other.value.isNaN) { return true }
        return abs(value - other.value) <= tolerance * max(1, max(abs(value), abs(other.value)))
    }
}

/// When a decision is made, and thus what it may know of its own bar.
public enum DecisionMoment: String, Hashable, Sendable, CaseIterable {
    /// The bar is over: all of it may be known.
    case close
    /// The bar begins: its open may be known, its high, low, close and volume may not. What fills inside its own bar decides here.
    case open
}

/// Whatever decides over a series of bars: the stages of a book, a function of the whole array, a program of the user's.
///
/// The prover asks it the same question about many series that agree up to a bar, and expects the same answers up to that bar. A source
/// must therefore answer from the frames alone.
public protocol DecisionSource {
    var moment: DecisionMoment { get }

    /// Decides on each of the frames.
    /// - Returns: what was decided, one list for each frame, in a fixed order within a list.
    func decisions(over frames: [BarFrame]) throws -> [[Decision]]
}

extension DecisionSource {
    public var moment: DecisionMoment { .close }
}
