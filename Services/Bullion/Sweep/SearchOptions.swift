import ArgumentParser
import Contracts
import Research

/// Which points a sweep runs, and what it looks for among them.
struct SearchOptions: ParsableArguments {
    @Option(
        help:
            "A parameter to vary, as NAME=FROM:TO:STEP with both ends, or NAME=V1,V2,…; repeatable, all combinations run."
    )
    var grid: [String] = []

    @Option(help: "Run this many points of the grid, drawn without replacement, instead of all of them.")
    var random: Int?

    @Option(
        help:
            "Run this many points that a Tree-structured Parzen Estimator picks, each batch by what those before it scored."
    )
    var tpe: Int?

    @Option(help: "With --tpe: points that are picked before the next results are looked at.")
    var batch = 4

    @Option(name: .customLong("search-seed"), help: "Seed of --random and --tpe; that of --seed when left out.")
    var searchSeed: UInt64?

    @Option(help: "What the best point has the most of, or of drawdown the least: \(names).")
    var objective = Objective.sharpe.rawValue

    @Option(name: .customLong("minimum-trades"), help: "Points with fewer closed trades can't be the best.")
    var minimumTrades = 0

    @Option(help: "Run part I of N, as I/N: every N-th point. `bullion sweep merge` joins the parts.")
    var shard: String?

    private static let names = Objective.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        _ = try goal()
        _ = try part()
        if random != nil, tpe != nil { throw ValidationError("--random and --tpe exclude each other") }
        try Self.require(random, 1...SearchGrid.maximumRunCount, "--random")
        try Self.require(tpe, 1...TreeParzen.Settings.maximumTrials, "--tpe")
        try Self.require(batch, 1...1_000, "--batch")
        if tpe != nil, shard != nil {
            throw ValidationError("--tpe learns from every point, so that it can't be cut by --shard")
        }
    }

    func searchGrid() throws -> SearchGrid {
        let parsed = try SearchGrid(option: grid)
        guard random == nil, tpe == nil else { return parsed }
        do throws(SearchError) {
            try parsed.requireRunnable()
        } catch { throw ValidationError("--grid: \(error)") }
        return parsed
    }

    func goal() throws -> SearchGoal {
        guard let objective = Objective(rawValue: objective) else {
            throw ValidationError("--objective: \"\(objective)\" is none of \(Self.names)")
        }
        try Self.require(minimumTrades, 0...1_000_000, "--minimum-trades")
        return SearchGoal(objective, minimumTrades: minimumTrades)
    }

    func part() throws -> Shard {
        guard let shard else { return .whole }
        do {
            return try Shard(shard)
        } catch {
            throw ValidationError("--shard: \(error)")
        }
    }

    /// How the points are chosen.
    func method(seed: UInt64) -> SearchMethod {
        let seed = searchSeed ?? seed
        if let random { return .random(random, seed: seed) }
        if let tpe { return .parzen(TreeParzen.Settings(trials: tpe, seed: seed, batch: batch)) }
        return .whole
    }

    private static func require(_ value: Int?, _ range: ClosedRange<Int>, _ option: String) throws {
        guard let value, !range.contains(value) else { return }
        throw ValidationError("\(option): \(value) is not within \(range.lowerBound) to \(range.upperBound)")
    }
}

/// How a sweep chooses its points.
enum SearchMethod {
    case whole
    case random(Int, seed: UInt64)
    case parzen(TreeParzen.Settings)

    /// For people, and for telling one sweep from another.
    func words(_ goal: SearchGoal) -> String {
        switch self {
        case .whole: "every point"
        case .random(let count, let seed): "\(count) random points, seed \(seed)"
        case .parzen(let settings):
            "\(settings.trials) points by TPE, seed \(settings.seed), batches of \(settings.batch), for "
                + "\(goal.objective.rawValue) with \(goal.minimumTrades) trades or more"
        }
    }
}
