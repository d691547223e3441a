public import Contracts

/// What became of one proof.
public struct LookAheadReport: Hashable, Sendable {
    public enum Verdict: Hashable, Sendable {
        /// No decision changed at any cut, whatever was done to the future.
        case honest
        /// Two runs over the same bars differ, so nothing can be said about the future.
        case nondeterministic(DecisionDifference)
        /// Decisions changed with bars that they could not have known: the inputs that did it.
        case looksAhead([GuiltyInput])
    }

    public let verdict: Verdict
    public let frames: Int
    /// The last judged bar of each cut that was looked at, ascending.
    public let cuts: [Int]
    /// How often the source was asked.
    public let runs: Int
    /// On how many changed series it failed. They prove nothing; where they are many, so does the whole.
    public let refusals: Int
    /// What it said to the first of them.
    public let firstRefusal: String?

    public var isHonest: Bool { verdict == .honest }
}

/// The first decision in which two runs differ.
public struct DecisionDifference: Hashable, Sendable {
    /// The bar's place in the series, from 0.
    public let bar: Int
    public let at: Timestamp
    /// What one run decided there and the other didn't; `nil` where it decided nothing more.
    public let before: Decision?
    public let after: Decision?
}

/// An input that decisions read before it could be known.
public struct GuiltyInput: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        /// A field of one instrument; of several at once where that is `nil`.
        case field(BarField, of: InstrumentIndex?)
        /// Several fields at once, none of which does it alone.
        case wholeBars
        /// Where the series ends, or how long it is.
        case length
    }

    /// How far ahead it reads, in bars.
    public enum Reach: Hashable, Sendable {
        /// So many bars ahead, at least and at most; 0 is the decision's own bar before it is over.
        case bars(ClosedRange<Int>)
        /// From so many bars ahead through the end of the series.
        case throughEnd(from: Int)
        /// The last bar of the series alone.
        case lastBar
        /// Single bars do nothing; only many of them together do.
        case manyBars
    }

    public let source: Source
    public let reach: Reach
    /// What was done to which bars, in words, and the decision that changed with it.
    public let deed: String
    public let witness: DecisionDifference
}

/// Why a proof could not be made.
public enum ProofError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooFewFrames(Int)
    /// The source answered for another number of bars than it was given.
    case wrongCount(answered: Int, given: Int, on: String)
    /// The source failed on the bars as they are, or on bars that end early.
    case failed(on: String, reason: String)

    public var description: String {
        switch self {
        case .tooFewFrames(let count): "a proof needs at least 3 frames of bars, and there are \(count)"
        case .wrongCount(let answered, let given, let on):
            "on \(on): \(answered) bars were answered for, and \(given) were given"
        case .failed(let on, let reason): "on \(on): \(reason)"
        }
    }
}
