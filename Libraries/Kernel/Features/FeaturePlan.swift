public import Contracts

/// The columns of a book's feature frames, in order.
///
/// It is a function of the configuration alone, so every stage that reads the same `ConfigChange` knows the same
/// columns without being told.
public struct FeaturePlan: Hashable, Sendable, Codable {
    /// How much is computed.
    public enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
        /// What the configured strategies read, and nothing else. Services and backtests use this, so that both see the
        /// same frames and a small book stays fast.
        case required
        /// `FeaturePlan.base` first, then what the strategies read: for research.
        case research
    }

    /// The specs by column. Distinct.
    public let specs: [FeatureSpec]

    /// A plan of these features, in this order; one that is named twice has one column.
    public init(_ specs: [FeatureSpec]) {
        var distinct: [FeatureSpec] = []
        for spec in specs where !distinct.contains(spec) { distinct.append(spec) }
        self.specs = distinct
    }

    /// The plan that `configuration` asks for. Throws what is wrong with its strategies.
    public init(configuration: BookConfiguration, scope: Scope = .required) throws(ParameterError) {
        var specs = scope == .research ? Self.base : []
        for strategy in configuration.strategies {
            specs += try AnyStrategy(strategy, universe: configuration.universe).requiredFeatures
        }
        self.init(specs)
    }

    /// Returns, volatilities, averages and oscillators that research looks at first.
    public static let base: [FeatureSpec] = [
        .ret(1), .ret(5), .ret(21), .ret(63), .volatility(20), .volatility(60), .sma(20), .sma(50), .sma(200), .ema(12),
        .ema(26),
        .rsi(14), .atr(14), .zscore(20), .zscore(60),
    ]

    /// How many numbers a row has.
    public var columns: Int { specs.count }

    /// How many bars the longest window looks back.
    var reach: Int { specs.lazy.map(\.warmUpBars).max() ?? 1 }

    /// The names of the columns.
    public var names: [String] { specs.map(\.name) }

    /// Where `spec` stands. Walks the list: look up once and keep the answer.
    public func column(of spec: FeatureSpec) -> Int? { specs.firstIndex(of: spec) }
}
