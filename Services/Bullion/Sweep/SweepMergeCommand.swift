import ArgumentParser
import Foundation

/// Joins the parts of a sweep that was cut by `--shard`.
struct SweepMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Join the JSON files of all parts of one sweep.",
        discussion: """
            Refused, by name, are parts of different sweeps, a part given twice, and a sweep with a part missing. The result is what the \
            sweep would have said in one piece; the ledger counts each part already.
            """)

    @Argument(help: "The JSON files that the parts wrote.")
    var parts: [String]

    @OptionGroup var output: SweepOutput

    func run() throws {
        let report = try SweepMerge.join(try parts.map { ($0, try SweepMerge.read($0)) })
        print(report.text)
        if let json = output.json { try writeFile(try report.json(), to: json) }
    }
}
