public import Contracts
public import Kernel

/// The books that a search chooses among: one strategy whose parameters are fixed, but for those that a grid varies.
public struct SearchSpace: Sendable {
    public let grid: SearchGrid
    /// The book without the parameters that are varied. It may be one that the strategy refuses.
    public let base: BookConfiguration

    /// What is wrong with the space.
    public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        case search(SearchError)
        case parameter(ParameterError)

        public var description: String {
            switch self {
            case .search(let error): error.description
            case .parameter(let error): error.description
            }
        }
    }

    /// A space around `base`, whose only strategy holds the fixed parameters.
    ///
    /// - Throws: what no point could be run with: a parameter that the strategy has not, or a value that it may not have. Values that are
    ///   allowed each by itself and don't go together are a matter of the single point: `refusal(of:)`.
    public init(_ base: BookConfiguration, grid: SearchGrid) throws(Refusal) {
        guard base.strategies.count == 1 else { throw .search(.notOneStrategy(has: base.strategies.count)) }
        let strategy = base.strategies[0]
        for axis in grid.axes where strategy.parameters.contains(where: { $0.name == axis.name }) {
            throw .search(.fixedAxis(axis.name))
        }
        do throws(ParameterError) {
            let declared = try DeclaredParameters(of: strategy.name)
            for parameter in strategy.parameters { try declared.check(parameter.name, [parameter.value]) }
            for axis in grid.axes { try declared.check(axis.name, axis.values) }
            try base.allocation.validate()
        } catch { throw .parameter(error) }
        self.base = base
        self.grid = grid
    }

    /// The book at a point, whether or not it can be run.
    public func book(at place: Int) -> BookConfiguration {
        var book = base
        book.strategies[0] = strategy(at: place)
        return book
    }

    /// Why the strategy refuses a point, as a fast average that is not below the slow one; `nil` for a point that can be run.
    public func refusal(of place: Int) -> ParameterError? {
        do throws(ParameterError) {
            try StrategyCatalogue.validate(strategy(at: place), universe: base.universe)
            return nil
        } catch { return error }
    }

    private func strategy(at place: Int) -> StrategyConfiguration {
        var strategy = base.strategies[0]
        for (axis, value) in zip(grid.axes, grid.values(of: place)) {
            strategy.parameters.append(.init(name: axis.name, value: value))
        }
        strategy.parameters.sort { $0.name < $1.name }
        return strategy
    }
}

/// What one strategy of the catalogue may be run with.
private struct DeclaredParameters {
    let strategy: String
    let parameters: [StrategyParameter]

    init(of strategy: String) throws(ParameterError) {
        guard let item = StrategyCatalogue.items.first(where: { $0.name == strategy }) else {
            throw .unknownStrategy(strategy, known: StrategyCatalogue.names)
        }
        self.strategy = strategy
        parameters = item.parameters
    }

    func check(_ name: String, _ values: [Double]) throws(ParameterError) {
        guard let parameter = parameters.first(where: { $0.name == name }) else {
            throw .unknownParameter(strategy: strategy, name: name, known: parameters.map(\.name))
        }
        for value in values {
            guard parameter.range.contains(value) else {
                throw .outOfRange(strategy: strategy, name: name, value: value, range: parameter.range)
            }
            guard !parameter.isWhole || value == value.rounded() else {
                throw .notWhole(strategy: strategy, name: name, value: value)
            }
        }
    }
}
