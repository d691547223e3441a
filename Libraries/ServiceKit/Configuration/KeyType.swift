public import Contracts

/// What a key's value may be. Every value is checked against it at start, whether the service at hand reads the key or not.
public enum KeyType: Hashable, Sendable {
    case string
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case money(ClosedRange<Money>)
    case quantity(ClosedRange<Quantity>)
    case date
    case choice([String])
    case symbols
    case strings
    /// A path; a relative one is taken from `runtime.directory`.
    case runtimePath
    /// An address that may carry a password, which is masked wherever it is shown.
    case url
    case secret
    case secrets
    /// Names with a text each.
    case names
    case secretNames
    case strategies

    /// The type in an operator's words, with an example.
    public var description: String {
        switch self {
        case .string: "a text"
        case .boolean: "true or false"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .money(let range):
            range.upperBound == .largest
                ? "an amount of money (a decimal such as 25000.00), at least \(range.lowerBound)"
                : "an amount of money from \(range.lowerBound) to \(range.upperBound)"
        case .quantity: "a quantity (a decimal such as 10)"
        case .date: "a date such as 2025-06-30"
        case .choice(let names): "one of \(names.joined(separator: ", "))"
        case .symbols: "a list of symbols such as [GLD, SLV]"
        case .strings: "a list of texts"
        case .runtimePath: "a path; a relative one is taken from runtime.directory"
        case .url: "an address"
        case .secret: "a secret text"
        case .secrets: "a list of secret texts"
        case .names: "a map from names to texts"
        case .secretNames: "a map from names to secret texts"
        case .strategies: "a list of strategies (name, enabled, share, instruments, parameters)"
        }
    }

    /// Whether the whole value is masked where the configuration is shown.
    var isSecret: Bool {
        switch self {
        case .secret, .secrets, .secretNames: true
        case .string, .boolean, .integer, .number, .money, .quantity, .date, .choice, .symbols, .strings, .runtimePath,
            .url, .names, .strategies:
            false
        }
    }

    /// Whether an environment variable's text is read as YAML (`[a, b]`, `{name: text}`) or a comma-separated list.
    var isStructured: Bool {
        switch self {
        case .symbols, .strings, .secrets, .names, .secretNames, .strategies: true
        case .string, .boolean, .integer, .number, .money, .quantity, .date, .choice, .runtimePath, .url, .secret: false
        }
    }
}

extension FixedPoint {
    /// The largest value that the representation holds.
    static var largest: Self { Self(nanos: .max) }
    /// The smallest value above zero.
    static var smallest: Self { Self(nanos: 1) }
}
