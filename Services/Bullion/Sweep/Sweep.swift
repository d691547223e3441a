import Backtesting
import Contracts
import Foundation
import Kernel
import Research
import ServiceKit

/// A sweep from its options to its report.
struct Sweep {
    private let command: SweepCommand
    private let space: SearchSpace
    private let market: ResearchMarket
    private let census: MarketCensus
    private let identity: SweepIdentity
    private let goal: SearchGoal
    private let shard: Shard
    private let jobs: Int
    private let state: SweepState?

    init(_ command: SweepCommand, space: SearchSpace, market: ResearchMarket) throws {
        self.command = command
        self.space = space
        self.market = market
        census = MarketCensus(of: market)
        goal = try command.search.goal()
        shard = try command.search.part()
        jobs = command.jobs ?? ProcessInfo.processInfo.activeProcessorCount
        let sweep = try SweepIdentity(
            bars: census.digest, book: space.base, rules: try command.execution.rules(), grid: command.search.grid,
            method: command.search.method(seed: command.input.market.seed), goal: goal)
        identity = sweep
        state = try command.resume.map { [shard] in try SweepState($0, sweep: sweep, shard: shard) }
    }

    func run() throws -> SweepReport {
        announceState()
        let startedAt = ContinuousClock.now
        let outcome = try search().run()
        let seconds = startedAt.duration(to: .now) / .seconds(1)
        let findings = SearchFindings(outcome.runs, on: space.grid, goal: goal)
        if let best = findings.best { try checkAlone(best) }
        let trials = try count(findings)
        return report(outcome, findings, trials, seconds: seconds)
    }

    private func search() throws -> SweepSearch {
        SweepSearch(
            runs: SweepRuns(
                space: space, market: market, rules: try command.execution.rules(), jobs: jobs),
            method: command.search.method(seed: command.input.market.seed), goal: goal, shard: shard, state: state,
            isQuiet: command.output.quiet)
    }

    private func announceState() {
        guard let state, let path = command.resume else { return }
        if state.droppedBytes > 0 {
            complain("\(path): dropped \(state.droppedBytes) bytes of a last line that was torn")
        }
        if !state.finished.isEmpty { complain("\(path): \(state.finished.count) points are finished already") }
    }

    /// Runs the best point once more as a backtest of its own. The two engines must agree to the last bit.
    private func checkAlone(_ best: SearchFindings.Run) throws {
        let alone = try BacktestRun(
            space.book(at: best.place), on: market, command.execution, keepsPrices: false
        ).result
        let figures = RunFigures(alone, trips: alone.trading.roundTrips)
        guard figures == best.figures else {
            throw CommandFailure.failed(
                "the best point does something else alone: \(figures), and in the sweep \(best.figures)")
        }
    }

    /// Adds the runs to the ledger, once, and answers all trials on this market, these among them.
    private func count(_ findings: SearchFindings) throws -> TrialTally {
        guard command.ledger != "none" else { return findings.tally }
        let file = RunLedger(path: command.ledger)
        var trials = try file.trials(on: market.label)
        if state?.isCounted == true {
            // Unless the ledger is another one than when they were counted.
            return trials.trials < findings.tally.trials ? findings.tally : trials
        }
        trials.add(findings.tally)
        let strategy = findings.best.map { space.book(at: $0.place).strategies[0] } ?? space.base.strategies[0]
        try file.add(
            RunLedger.Run(
                at: "\(WallClock.now())", market: market.label, strategy: strategy.name,
                parameters: strategy.numbers, rules: command.execution.words(on: market),
                finalEquity: findings.best?.figures.finalEquity ?? space.base.startingCash.description,
                sharpe: findings.best?.figures.sessionSharpe, sweep: findings.tally))
        try state?.markCounted(findings.tally.trials)
        return trials
    }
}

// MARK: The report

extension Sweep {
    private func report(
        _ outcome: SweepSearch.Outcome, _ findings: SearchFindings, _ trials: TrialTally, seconds: Double
    ) -> SweepReport {
        let grid = space.grid
        return SweepReport(
            schema: SweepReport.currentSchema, kind: SweepReport.currentKind, digest: identity.digest,
            sweep: identity, shard: command.search.shard, market: market.label,
            strategy: space.base.strategies[0].name, fixed: space.base.strategies[0].numbers,
            symbols: market.universe.symbols.map(\.name), rules: command.execution.words(on: market),
            startEquity: space.base.startingCash.description, objective: goal.objective,
            minimumTrades: goal.minimumTrades, grid: command.search.grid, gridPoints: grid.count,
            planned: outcome.planned,
            points: outcome.runs.map {
                .init(
                    place: $0.place, parameters: grid.parameters(of: $0.place), score: goal.score($0.figures),
                    figures: $0.figures)
            },
            skipped: outcome.skipped.map {
                .init(place: $0.place, parameters: grid.parameters(of: $0.place), reason: $0.reason)
            },
            best: findings.best.map { best($0, findings, trials) }, trials: findings.tally.trials,
            trialsOnMarket: trials.trials, frames: census.frames, bars: census.bars, jobs: jobs,
            freshPoints: outcome.fresh, loadSeconds: market.loadSeconds, runSeconds: seconds,
            pointBarsPerSecond: Double(census.bars) * Double(outcome.fresh) / max(seconds, 1e-9))
    }

    private func best(
        _ best: SearchFindings.Run, _ findings: SearchFindings, _ trials: TrialTally
    ) -> SweepReport.Best {
        let parameters = space.grid.parameters(of: best.place)
        return SweepReport.Best(
            place: best.place, parameters: parameters, figures: best.figures,
            reproduce: ReproducingCommand.line(from: command.arguments, parameters: parameters),
            slopes: findings.slopes, deflatedSharpe: findings.deflatedSharpe(among: trials))
    }
}

extension StrategyConfiguration {
    /// The parameters by name.
    var numbers: [String: Double] { Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first } }
}
