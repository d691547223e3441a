import Contracts
import Foundation
import Research

/// Every backtest that was ever run, one JSON line each, and one for each sweep.
///
/// The best of many trials looks good by luck. So each run is counted, and what is said of a run's Sharpe ratio takes the number of
/// trials on the same market into account.
struct RunLedger {
    /// One run; of a sweep, the best one, and what all of them tell of chance.
    struct Run: Codable {
        let at: String
        let market: String
        let strategy: String
        let parameters: [String: Double]
        let rules: [String: String]
        let finalEquity: String
        /// Per session, not per year; absent where it is not defined.
        let sharpe: Double?
        /// The runs of a sweep, this one among them; absent for a single run.
        var sweep: TrialTally?

        var tally: TrialTally { sweep ?? TrialTally(sharpe: sharpe) }
    }

    let path: String

    /// `$XDG_STATE_HOME/bullion/runs.jsonl`, or the usual place of that folder.
    static var usualPath: String {
        let environment = ProcessInfo.processInfo.environment
        let state = environment["XDG_STATE_HOME"] ?? (environment["HOME"] ?? ".") + "/.local/state"
        return state + "/bullion/runs.jsonl"
    }

    /// How many trials the runs on one market are so far, and how their Sharpe ratios spread.
    func trials(on market: String) throws -> TrialTally {
        try runs(on: market).reduce(into: TrialTally()) { $0.add($1.tally) }
    }

    /// The runs on one market so far, oldest first. A line that can't be read stops the command: trials are not to be forgotten.
    func runs(on market: String) throws -> [Run] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let text: String
        do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw CommandFailure.failed("\(path): \(error.localizedDescription)")
        }
        let decoder = JSONDecoder()
        return try text.split(separator: "\n").enumerated().compactMap { number, line in
            do {
                let run = try decoder.decode(Run.self, from: Data(line.utf8))
                return run.market == market ? run : nil
            } catch {
                throw CommandFailure.failed("\(path):\(number + 1): this line is no run; --ledger names another file")
            }
        }
    }

    /// Adds a run. One write of one line: two commands at a time don't mix their lines.
    func add(_ run: Run) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
            guard descriptor >= 0 else { throw CommandFailure.failed(String(cString: strerror(errno))) }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: try encoder.encode(run) + Data("\n".utf8))
        } catch {
            throw CommandFailure.failed("\(path): the run could not be written down: \(error)")
        }
    }
}
