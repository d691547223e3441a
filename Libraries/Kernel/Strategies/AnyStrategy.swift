public import Contracts

/// One of the catalogue's strategies, whichever it is, as a value that can be stored.
public struct AnyStrategy: Sendable {
    /// The strategy itself.
    public internal(set) var base: any Strategy

    /// The strategy that `configuration` names, or what is wrong with it.
    public init(_ configuration: StrategyConfiguration, universe: Universe) throws(ParameterError) {
        let type = try StrategyCatalogue.type(named: configuration.name)
        base = try Self.make(type, configuration, universe)
    }

    private static func make<S: Strategy>(
        _ type: S.Type, _ configuration: StrategyConfiguration, _ universe: Universe
    ) throws(ParameterError) -> any Strategy {
        try S(StrategySetup(configuration, for: type, universe: universe))
    }

    /// What it wants to read in every frame.
    public var requiredFeatures: [FeatureSpec] { base.requiredFeatures }

    /// How many of its instruments it holds a full view in at once, at most.
    public func breadth(of instruments: Int) -> Int { base.breadth(of: instruments) }
}

extension AnyStrategy: Codable {
    private enum Key: String, CodingKey { case name, state }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let type = try StrategyCatalogue.type(named: container.decode(String.self, forKey: .name))
        base = try container.decode(type, forKey: .state)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Swift.type(of: base).name, forKey: .name)
        try container.encode(base, forKey: .state)
    }
}
