public import Contracts

/// One number that a strategy can be run with: its meaning, its default, and what it may be.
public struct StrategyParameter: Hashable, Sendable {
    public let name: String
    public let summary: String
    public let defaultValue: Double
    public let range: ClosedRange<Double>
    public let isWhole: Bool

    /// A count.
    static func whole(_ name: String, _ defaultValue: Int, in range: ClosedRange<Int>, _ summary: String) -> Self {
        StrategyParameter(
            name: name, summary: summary, defaultValue: Double(defaultValue),
            range: Double(range.lowerBound)...Double(range.upperBound), isWhole: true)
    }

    /// A measure.
    static func number(_ name: String, _ defaultValue: Double, in range: ClosedRange<Double>, _ summary: String) -> Self
    {
        StrategyParameter(name: name, summary: summary, defaultValue: defaultValue, range: range, isWhole: false)
    }

    /// 1 for yes and 0 for no.
    static func flag(_ name: String, _ defaultValue: Bool, _ summary: String) -> Self {
        .whole(name, defaultValue ? 1 : 0, in: 0...1, summary)
    }
}

/// What a strategy is made from: its parameters, checked and completed with the defaults, and the instruments it may
/// hold.
public struct StrategySetup: Sendable {
    private let strategy: String
    private let names: [String]
    private let values: [Double]
    public let universe: Universe
    /// In the order of the configuration; the whole universe where it names none.
    public let instruments: [InstrumentIndex]
    /// Whether the configuration named the instruments.
    public let namesInstruments: Bool

    /// Checks `configuration` against what `strategy` declares.
    public init<S: Strategy>(
        _ configuration: StrategyConfiguration, for strategy: S.Type, universe: Universe
    ) throws(ParameterError) {
        self.strategy = S.name
        self.universe = universe
        names = S.parameters.map(\.name)
        values = try Self.values(of: configuration, for: strategy)
        namesInstruments = !configuration.instruments.isEmpty
        instruments = namesInstruments ? configuration.instruments : universe.indices
        try Self.checkInstruments(instruments, of: S.name, universe)
        guard (0...1).contains(configuration.share) else {
            throw .outOfRange(strategy: S.name, name: "share", value: configuration.share, range: 0...1)
        }
    }

    private static func values<S: Strategy>(
        of configuration: StrategyConfiguration, for _: S.Type
    ) throws(ParameterError) -> [Double] {
        var values = S.parameters.map(\.defaultValue)
        var given: [String] = []
        for parameter in configuration.parameters {
            guard let place = S.parameters.firstIndex(where: { $0.name == parameter.name }) else {
                throw .unknownParameter(strategy: S.name, name: parameter.name, known: S.parameters.map(\.name))
            }
            guard !given.contains(parameter.name) else {
                throw .repeatedParameter(strategy: S.name, name: parameter.name)
            }
            let declared = S.parameters[place]
            guard declared.range.contains(parameter.value) else {
                throw .outOfRange(strategy: S.name, name: parameter.name, value: parameter.value, range: declared.range)
            }
            guard !declared.isWhole || parameter.value == parameter.value.rounded() else {
                throw .notWhole(strategy: S.name, name: parameter.name, value: parameter.value)
            }
            given.append(parameter.name)
            values[place] = parameter.value
        }
        return values
    }

    private static func checkInstruments(
        _ instruments: [InstrumentIndex], of strategy: String, _ universe: Universe
    ) throws(ParameterError) {
        for (place, instrument) in instruments.enumerated() {
            guard instrument.place < universe.count else {
                throw .unknownInstrument(strategy: strategy, instrument, universe: universe.count)
            }
            guard !instruments[..<place].contains(instrument) else {
                throw .repeatedInstrument(strategy: strategy, instrument)
            }
        }
    }
}

extension StrategySetup {
    /// The value of a declared parameter.
    public func number(_ name: String) -> Double {
        guard let place = names.firstIndex(of: name) else {
            preconditionFailure("\(strategy) reads only the parameters it declares, and \(name) is none")
        }
        return values[place]
    }

    /// The value of a declared parameter that is a count.
    public func whole(_ name: String) -> Int { Int(number(name)) }

    /// The value of a declared parameter that is 1 for yes and 0 for no.
    public func flag(_ name: String) -> Bool { number(name) != 0 }

    /// Throws if one parameter is not below another.
    public func require(_ low: String, below high: String) throws(ParameterError) {
        guard number(low) < number(high) else {
            throw .notBelow(strategy: strategy, low: low, lowValue: number(low), high: high, highValue: number(high))
        }
    }
}
