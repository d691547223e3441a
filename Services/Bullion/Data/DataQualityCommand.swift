import ArgumentParser
import MarketData

struct DataQualityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality", abstract: "Look for gaps, bad prints, splits and stale prices in a file of bars.",
        discussion: """
            Gaps are counted against the sessions of the New York Stock Exchange. What is shown is what is odd, not what is wrong: exit \
            code 0 says that the file could be read.
            """)

    @Argument(help: "A bar file (.bars) or a CSV file.")
    var path: String

    @OptionGroup var input: BarInputOptions

    @Flag(help: "Answer with JSON, findings in full.")
    var json = false

    func run() throws {
        try answering {
            let read = try input.read(path)
            let reports = read.series.map { QualityReport($0, quarantined: read.quarantined) }
            let nothing = "  no row could be read, \(read.quarantined.count) left out"
            answer(
                json: json, .array(reports.map(\.json)),
                reports.isEmpty ? nothing : reports.map(\.text).joined(separator: "\n\n"))
        }
    }
}
