import ArgumentParser
import Kernel
import Quant
import Research

/// Chooses parameters on the past and judges them on what came next, window after window.
struct WalkForwardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "walk-forward",
        abstract: "Choose parameters on the past and judge them on the sessions that came next, window after window.",
        discussion: """
            In each window every point of the grid runs over the training sessions; the best by the objective, among those that traded \
            enough, runs over the test sessions. There it sees the training sessions' bars, so that its indicators are warm, and may \
            trade from the first test session on. The test sessions of all windows make one curve. docs/RESEARCH.md has the details.
            """)

    @OptionGroup var study: StudyOptions

    @Option(help: "Sessions to choose on in each window; with --anchored, in the first.")
    var train = 504

    @Option(help: "Sessions to judge on in each window.")
    var test = 126

    @Flag(help: "Every training span begins at the first session and grows, instead of moving along.")
    var anchored = false

    @Option(help: "Sessions left out between training and test.")
    var embargo = 0

    @Option(help: "What the best is chosen by: \(names).")
    var objective = Objective.sharpe.rawValue

    private static let names = Objective.allCases.map(\.rawValue).joined(separator: ", ")

    @Option(name: .customLong("minimum-trades"), help: "Trades that a point must begin in training to be chosen.")
    var minimumTrades = 1

    func validate() throws {
        _ = try chosenObjective()
        _ = try windows()
        guard (0...1_000_000).contains(minimumTrades) else {
            throw ValidationError("--minimum-trades: \(minimumTrades) is not within 0 to 1000000")
        }
    }

    private func chosenObjective() throws -> Objective {
        guard let objective = Objective(rawValue: objective) else {
            throw ValidationError("--objective: \"\(self.objective)\" is none of \(Self.names)")
        }
        return objective
    }

    private func windows() throws -> WalkForward {
        let limit = 1_000_000
        guard (2...limit).contains(train) else {
            throw ValidationError("--train: \(train) is not within 2 to \(limit)")
        }
        guard (1...limit).contains(test) else { throw ValidationError("--test: \(test) is not within 1 to \(limit)") }
        guard (0...limit).contains(embargo) else {
            throw ValidationError("--embargo: \(embargo) is not within 0 to \(limit)")
        }
        return try WalkForward(anchored ? .anchored : .rolling, train: train, test: test, gap: embargo)
    }

    func run() throws {
        let loaded = try study.load()
        let walk = try WalkForwardStudy(
            candidates: loaded.candidates, rules: try study.execution.rules(), windows: try windows(),
            objective: try chosenObjective(), minimumTrades: minimumTrades)
        let result: WalkForwardResult
        do {
            result = try walk.run(over: loaded.sessions)
        } catch StatisticsError.tooFew(of: _, let has, let needs) {
            throw CommandFailure.failed(
                "\(loaded.market.label): there are \(has) sessions; --train, --embargo and --test take \(needs)")
        }
        let report = WalkForwardReport(result, walk, loaded)
        print(report.text)
        if let json = study.json { try writeFile(try report.json(), to: json) }
    }
}
