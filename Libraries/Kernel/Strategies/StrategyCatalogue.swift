public import Contracts

/// What the strategies are: the one list that documents, interfaces and configuration checks read.
public enum StrategyCatalogue {
    /// One strategy, described.
    public struct Item: Hashable, Sendable {
        public let name: String
        public let summary: String
        public let parameters: [StrategyParameter]
    }

    /// The types, in the order in which they are listed. A new strategy is one file and one line here.
    static let types: [any Strategy.Type] = [
        SMACross.self, TimeSeriesMomentum.self, CrossSectionalMomentum.self, GoldSilverRatio.self, Hold.self,
    ]

    /// Every strategy there is.
    public static var items: [Item] {
        types.map { Item(name: $0.name, summary: $0.summary, parameters: $0.parameters) }
    }

    /// The names, in the order in which they are listed.
    public static var names: [String] { types.map { $0.name } }

    static func type(named name: String) throws(ParameterError) -> any Strategy.Type {
        guard let type = types.first(where: { $0.name == name }) else { throw .unknownStrategy(name, known: names) }
        return type
    }

    /// Throws what is wrong with `configuration` in a book of these instruments.
    public static func validate(_ configuration: StrategyConfiguration, universe: Universe) throws(ParameterError) {
        _ = try AnyStrategy(configuration, universe: universe)
    }

    /// Throws the first thing that is wrong with the strategies or the allocation of a book.
    public static func validate(_ configuration: BookConfiguration) throws(ParameterError) {
        for strategy in configuration.strategies { try validate(strategy, universe: configuration.universe) }
        try configuration.allocation.validate()
    }
}

extension StrategyCatalogue {
    /// The catalogue as the page `docs/STRATEGIES.md` shows it.
    public static var markdown: String {
        var lines: [String] = []
        for item in items {
            lines += ["## `\(item.name)`", "", item.summary, ""]
            if item.parameters.isEmpty {
                lines += ["It has no parameters.", ""]
                continue
            }
            lines += ["| parameter | default | range | meaning |", "|---|---|---|---|"]
            for parameter in item.parameters {
                let range = "\(plain(parameter.range.lowerBound)) … \(plain(parameter.range.upperBound))"
                let kind = parameter.isWhole ? "\(range), whole" : range
                lines.append(
                    "| `\(parameter.name)` | \(plain(parameter.defaultValue)) | \(kind) | \(parameter.summary) |")
            }
            lines.append("")
        }
        return lines.joined(separator: "\n")
    }
}
