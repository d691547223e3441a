public import Contracts

extension BookConfiguration {
    /// Reads the book, its strategies, allocation and limits, and checks every number and every rule between them.
    public init(reading configuration: Configuration) throws(ConfigurationError) {
        let universe = try readUniverse(configuration)
        self.init(
            book: try readName(configuration),
            mode: try configuration.choice("book.mode"),
            universe: universe,
            startingCash: try configuration.money("book.starting-cash"),
            strategies: try readStrategies(configuration, universe),
            allocation: try AllocationConfiguration(reading: configuration),
            limits: try RiskLimits(reading: configuration))
    }
}

extension AllocationConfiguration {
    init(reading configuration: Configuration) throws(ConfigurationError) {
        let method: Method = try configuration.choice("allocation.method")
        let fixed = try configuration.optional("allocation.fixed-quantity", configuration.quantity) ?? .zero
        if method == .fixedQuantity, fixed.isZero {
            throw configuration.error("allocation.fixed-quantity", "is required with method fixed-quantity")
        }
        self.init(
            method: method,
            rebalance: try configuration.choice("allocation.rebalance"),
            volatilityWindow: try configuration.int("allocation.volatility-window"),
            grossCap: try configuration.double("allocation.gross-cap"),
            minimumTrade: try configuration.double("allocation.minimum-trade"),
            fixedQuantity: fixed)
    }
}

extension RiskLimits {
    init(reading configuration: Configuration) throws(ConfigurationError) {
        self.init(
            dailyLossBasisPoints: Int64(try configuration.int("risk.daily-loss-basis-points")),
            maximumDrawdownBasisPoints: Int64(try configuration.int("risk.maximum-drawdown-basis-points")),
            orderNotional: try configuration.money("risk.order-notional"),
            positionNotional: try configuration.money("risk.position-notional"),
            grossExposureBasisPoints: Int64(try configuration.int("risk.gross-exposure-basis-points")),
            suspectMoveBasisPoints: Int64(try configuration.int("risk.suspect-move-basis-points")))
        if dailyLossBasisPoints > maximumDrawdownBasisPoints {
            throw configuration.error(
                "risk.daily-loss-basis-points",
                "\(dailyLossBasisPoints) is above risk.maximum-drawdown-basis-points, \(maximumDrawdownBasisPoints)")
        }
    }
}

private func readName(_ configuration: Configuration) throws(ConfigurationError) -> String {
    let name = try configuration.string("book.name")
    let isLegal = name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard isLegal, (1...12).contains(name.utf8.count) else {
        throw configuration.error("book.name", "\"\(name)\" is not a book's name (1 to 12 of a-z and 0-9)")
    }
    return name
}

private func readUniverse(_ configuration: Configuration) throws(ConfigurationError) -> Universe {
    let symbols = try configuration.symbols("book.universe")
    guard let universe = Universe(symbols) else {
        throw configuration.error("book.universe", "has \(symbols.count) symbols; a universe has 1 to 4096")
    }
    return universe
}

private func readStrategies(
    _ configuration: Configuration, _ universe: Universe
) throws(ConfigurationError) -> [StrategyConfiguration] {
    let key = configuration.known("strategies")
    let items = try configuration.required(key).strategies(key)
    var strategies: [StrategyConfiguration] = []
    var total = 0.0
    for item in items {
        if strategies.contains(where: { $0.name == item.name }) {
            throw item.item.error("strategies.name", "\"\(item.name)\" is listed twice")
        }
        total += item.share
        strategies.append(
            StrategyConfiguration(
                name: item.name, isEnabled: item.isEnabled, share: item.share,
                instruments: try readInstruments(item, universe),
                parameters: item.parameters.map { .init(name: $0.name, value: $0.value) }))
    }
    // Shares such as 0.1 are not exact in binary, so ten of them may pass 1 by a hair.
    guard total <= 1 + 1e-9 else { throw configuration.error("strategies", "the shares sum to \(total), above 1") }
    return strategies
}

private func readInstruments(_ item: StrategyItem, _ universe: Universe) throws(ConfigurationError) -> [InstrumentIndex]
{
    var indices: [InstrumentIndex] = []
    for instrument in item.instruments {
        guard case .scalar(let text) = instrument.content, let symbol = Symbol(text),
            let index = universe.index(of: symbol)
        else { throw instrument.error("strategies.instruments", "\"\(instrument.text)\" is not in book.universe") }
        guard !indices.contains(index) else {
            throw instrument.error("strategies.instruments", "\"\(symbol)\" is listed twice")
        }
        indices.append(index)
    }
    return indices.sorted()
}
