public import Contracts

/// Why a configuration of strategies or allocation can't be run, with what would be allowed.
public enum ParameterError: Error, Hashable, Sendable {
    case unknownStrategy(String, known: [String])
    case unknownParameter(strategy: String, name: String, known: [String])
    case repeatedParameter(strategy: String, name: String)
    case outOfRange(strategy: String, name: String, value: Double, range: ClosedRange<Double>)
    case notWhole(strategy: String, name: String, value: Double)
    /// The first parameter must be below the second.
    case notBelow(strategy: String, low: String, lowValue: Double, high: String, highValue: Double)
    case unknownInstrument(strategy: String, InstrumentIndex, universe: Int)
    case repeatedInstrument(strategy: String, InstrumentIndex)
    case tooFewInstruments(strategy: String, has: Int, needs: Int)
    /// A key of `allocation`, its value, and what it may be.
    case allocation(key: String, value: String, allowed: String)
}

extension ParameterError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownStrategy(let name, let known):
            "there is no strategy \(name); there are \(known.joined(separator: ", "))"
        case .unknownParameter(let strategy, let name, let known):
            "\(strategy) has no parameter \(name); it has \(known.joined(separator: ", "))"
        case .repeatedParameter(let strategy, let name): "\(strategy): \(name) is given twice"
        case .outOfRange(let strategy, let name, let value, let range):
            "\(strategy): \(name) is \(plain(value)), outside \(plain(range.lowerBound))…\(plain(range.upperBound))"
        case .notWhole(let strategy, let name, let value): "\(strategy): \(name) is \(plain(value)), not a whole number"
        case .notBelow(let strategy, let low, let lowValue, let high, let highValue):
            "\(strategy): \(low) is \(plain(lowValue)), which is not below \(high), \(plain(highValue))"
        case .unknownInstrument(let strategy, let instrument, let universe):
            "\(strategy): there is no instrument \(instrument) in a universe of \(universe)"
        case .repeatedInstrument(let strategy, let instrument): "\(strategy): instrument \(instrument) is given twice"
        case .tooFewInstruments(let strategy, let has, let needs):
            "\(strategy) needs \(needs) instruments and has \(has)"
        case .allocation(let key, let value, let allowed): "allocation.\(key) is \(value); it may be \(allowed)"
        }
    }
}

/// A number without a needless `.0`.
func plain(_ value: Double) -> String {
    guard let whole = Int(exactly: value) else { return "\(value)" }
    return "\(whole)"
}
