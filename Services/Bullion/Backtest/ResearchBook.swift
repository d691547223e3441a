import ArgumentParser
import Contracts
import Kernel

/// The book that research runs: one strategy of the catalogue under limits that never bind, unless the configured book is asked for.
struct ResearchOptions: ParsableArguments {
    @Option(help: "Run this strategy alone instead of the configured ones. See docs/STRATEGIES.md.")
    var strategy: String?

    @Option(help: "A parameter of --strategy as NAME=VALUE; repeatable.")
    var param: [String] = []

    @Option(help: "Cash to begin with; with --strategy 100000 when left out, else the configured amount.")
    var cash: String?

    @Option(help: "With --strategy: hold this many shares for a full view, whatever they are worth.")
    var quantity: Int?

    @Option(help: "With --strategy: equal-weight or inverse-volatility.")
    var allocation = AllocationConfiguration.Method.equalWeight.rawValue

    @Option(help: "With --strategy: every-frame, weekly or monthly.")
    var rebalance = AllocationConfiguration.Rebalance.everyFrame.rawValue

    @Option(name: .customLong("volatility-window"), help: "With --strategy: bars that volatility is measured over.")
    var volatilityWindow = 63

    func validate() throws {
        guard strategy != nil || (param.isEmpty && quantity == nil) else {
            throw ValidationError("--param and --quantity need --strategy")
        }
        _ = try startingCash()
        _ = try allocationRules()
        _ = try param.map(parameter)
    }

    /// The one strategy as a book of its own on `universe`.
    func book(on universe: Universe, strategy: String) throws -> BookConfiguration {
        let book = try draft(on: universe, strategy: strategy)
        do {
            try StrategyCatalogue.validate(book)
        } catch {
            throw ValidationError("\(error)")
        }
        return book
    }

    /// That book before anyone has asked whether its parameters go together: a sweep still varies some of them.
    func draft(on universe: Universe, strategy: String) throws -> BookConfiguration {
        let only = StrategyConfiguration(
            name: strategy, parameters: try param.map(parameter).sorted { $0.name < $1.name })
        return BookConfiguration(
            book: "research", mode: .paper, universe: universe,
            startingCash: try startingCash() ?? Money(units: 100_000), strategies: [only],
            allocation: try allocationRules(), limits: .research)
    }

    func startingCash() throws -> Money? {
        guard let cash else { return nil }
        guard let money = Money(cash), money > .zero, money <= Money(units: 1_000_000_000) else {
            throw ValidationError("--cash: \"\(cash)\" is not an amount of money above 0, at most 1000000000")
        }
        return money
    }

    private func allocationRules() throws -> AllocationConfiguration {
        guard let method = AllocationConfiguration.Method(rawValue: allocation), method != .fixedQuantity else {
            throw ValidationError("--allocation: \"\(allocation)\" is neither equal-weight nor inverse-volatility")
        }
        guard let rebalance = AllocationConfiguration.Rebalance(rawValue: rebalance), rebalance != .whenDue else {
            throw ValidationError("--rebalance: \"\(self.rebalance)\" is none of every-frame, weekly, monthly")
        }
        guard (1...1_000_000).contains(quantity ?? 1) else {
            throw ValidationError("--quantity: \(quantity ?? 0) is not within 1 to 1000000")
        }
        guard (2...2520).contains(volatilityWindow) else {
            throw ValidationError("--volatility-window: \(volatilityWindow) is not within 2 to 2520")
        }
        return AllocationConfiguration(
            method: quantity == nil ? method : .fixedQuantity, rebalance: rebalance,
            volatilityWindow: volatilityWindow, grossCap: quantity == nil ? 1 : 10, minimumTrade: 0,
            fixedQuantity: quantity.map { Quantity(units: $0) } ?? .zero)
    }

    private func parameter(_ text: String) throws -> StrategyConfiguration.Parameter {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
            throw ValidationError("--param: \"\(text)\" is not NAME=NUMBER")
        }
        return .init(name: parts[0], value: value)
    }
}

extension RiskLimits {
    /// Limits that no sensible strategy meets: research judges the strategy, not the limits.
    static let research = RiskLimits(
        dailyLossBasisPoints: 10_000, maximumDrawdownBasisPoints: 10_000, orderNotional: Money(units: 1_000_000_000),
        positionNotional: Money(units: 1_000_000_000), grossExposureBasisPoints: 100_000, suspectMoveBasisPoints: 5_000)
}
