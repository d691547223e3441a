/// Bytes that are not the fact they claim to be: which kind, which field, and what was wrong with it.
public struct WireError: Error, Hashable, Sendable {
    /// What was wrong with a field.
    public enum Problem: Hashable, Sendable {
        /// The body is not a message at all: cut off, or not protobuf.
        case malformed
        /// A field that must be there was not.
        case missing
        /// An enumeration's number that this version does not know.
        case unknownNumber(Int)
        /// A name that is not one of ours, such as a kind or an author.
        case unknownName(String)
        /// A number that no value of this field can have.
        case outOfRange(Int64)
        /// Parallel columns of different lengths.
        case unequalCounts(expected: Int, found: Int)
        /// A text that does not read as a symbol, or symbols that do not make a universe.
        case notSymbols(String)
    }

    /// The entry's kind, as it stands in the log.
    public let kind: String
    /// The path of the field, such as `verdicts.intent.side`.
    public let field: String
    public let problem: Problem

    public init(kind: String, field: String, problem: Problem) {
        self.kind = kind
        self.field = field
        self.problem = problem
    }
}

extension WireError: CustomStringConvertible {
    public var description: String {
        switch problem {
        case .malformed: "\(kind): the \(field) is not a message of this kind"
        case .missing: "\(kind): \(field) is missing"
        case .unknownNumber(let number): "\(kind): \(field) has the unknown value \(number)"
        case .unknownName(let name): "\(kind): \(field) has the unknown value \"\(name)\""
        case .outOfRange(let number): "\(kind): \(field) is \(number), which is out of range"
        case .unequalCounts(let expected, let found): "\(kind): \(field) has \(found) values where \(expected) belong"
        case .notSymbols(let text): "\(kind): \(field) does not read as symbols: \"\(text)\""
        }
    }
}

/// What is wrong inside a body, before it is known in which entry the body stands.
struct FieldError: Error {
    let field: String
    let problem: WireError.Problem
    init(_ field: String, _ problem: WireError.Problem) {
        self.field = field
        self.problem = problem
    }
}
