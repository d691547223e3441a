import ArgumentParser

/// Sets two results of `bullion backtest --json` side by side.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two results that bullion backtest wrote with --json.",
        discussion: """
            Shown are what was run differently (market, strategies, parameters, rules), the metrics side by side, the trades that only one \
            of the two made, and the first trade from which on they differ. How long a run took and which trial it was count for nothing. \
            Exit code 0 when the results are equal, 1 when they differ, 4 when a file is not there.
            """)

    @Argument(help: "The first result.")
    var left: String

    @Argument(help: "The second result.")
    var right: String

    @Option(help: "The most trades to list of those that only one result has.")
    var trades = 10

    func validate() throws {
        guard (0...1_000_000).contains(trades) else {
            throw ValidationError("--trades: \(trades) is not within 0 to 1000000")
        }
    }

    func run() throws {
        try answering {
            let comparison = RunComparison(try StoredResult(reading: left), try StoredResult(reading: right))
            print(comparison.text(trades: trades))
            if !comparison.isEqual { throw ExitCode(1) }
        }
    }
}
