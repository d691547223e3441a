import ArgumentParser
import Foundation
import Kernel
import Research

/// Shows how much of the past a strategy and its features need.
struct WarmUpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warm-up",
        abstract: "Show how indicators and decisions depend on how many bars came before.",
        discussion: """
            Features and strategies are started anew so many bars before each judged bar, and compared there with the same after all bars. \
            A drift is the largest distance from the full value, in percent of it; "not yet" means that the feature is no number after so \
            few bars. The last line says from which length on no view changes. docs/LOOKAHEAD.md says more.
            """)

    @OptionGroup var input: ResearchInput

    @OptionGroup var research: ResearchOptions

    @Option(help: "Numbers of bars, separated by commas.")
    var lengths = "50,100,200,500,1000"

    @Option(help: "At how many bars to look.")
    var checks = 10

    @Option(help: "The drift in percent that counts as settled.")
    var within = 0.1

    @Option(help: "The most frames to look at; the first so many.")
    var frames = 20_000

    @Flag(help: "Answer with JSON.")
    var json = false

    func validate() throws {
        _ = try numbers()
        guard (1...1000).contains(checks) else {
            throw ValidationError("--checks: \(checks) is not within 1 to 1000")
        }
        guard (0...100).contains(within) else { throw ValidationError("--within: \(within) is not within 0 to 100") }
        guard (2...1_000_000).contains(frames) else {
            throw ValidationError("--frames: \(frames) is not within 2 to 1000000")
        }
    }

    private func numbers() throws -> [Int] {
        try lengths.split(separator: ",", omittingEmptySubsequences: false).map { text in
            guard let number = Int(text), (1...100_000).contains(number) else {
                throw ValidationError("--lengths: \"\(text)\" is not a number of bars within 1 to 100000")
            }
            return number
        }
    }

    func run() throws {
        try answering {
            let material = try ResearchMaterial(input, research, most: frames)
            let book = try material.book()
            do {
                let report = try WarmUpSensitivity(book, lengths: try numbers())
                    .measure(material.frames, checks: checks)
                if !json { print(material.heading) }
                answer(json: json, report.json(within: within), report.text(within: within))
            } catch let error as WarmUpError {
                throw CommandFailure.failed("\(material.label): \(error)")
            } catch let error as ParameterError {
                throw CommandFailure.misconfigured("\(error)")
            }
        }
    }
}

extension WarmUpReport {
    fileprivate func text(within percent: Double) -> String {
        var lines = [row("drift in percent", lengths.map(String.init), "settled at")]
        for feature in rows {
            let cells = feature.driftPercent.map { $0.map { String(format: "%.4g", $0) } ?? "not yet" }
            lines.append(
                row(
                    feature.feature.name, cells,
                    settledLength(of: feature, within: percent).map(String.init) ?? "none of these"))
        }
        lines.append(
            row(
                "bars with other views", changedViews.map(String.init),
                settledLength.map(String.init) ?? "none of these"))
        lines.append(
            settledLength.map { "From \($0) bars on, no view changes at any of \(bars.count) bars." }
                ?? "Even after \(lengths[lengths.count - 1]) bars, views differ from those after all bars.")
        return lines.joined(separator: "\n")
    }

    private func row(_ name: String, _ cells: [String], _ last: String) -> String {
        "  " + name.padding(toLength: 26, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined() + "   " + last
    }

    fileprivate func json(within percent: Double) -> JSON {
        let number = { (value: Int?) -> JSON in value.map { .number($0) } ?? .null }
        return .members([
            "schema": .number(1), "kind": .string("warm-up"), "lengths": .array(lengths.map { .number($0) }),
            "bars": .array(bars.map { .number($0) }),
            "features": .array(
                rows.map { row in
                    .members([
                        "name": .string(row.feature.name),
                        "driftPercent": .array(
                            row.driftPercent.map { $0.map { $0.isFinite ? .number("\($0)") : .null } ?? .null }),
                        "settledLength": number(settledLength(of: row, within: percent)),
                    ])
                }),
            "changedViews": .array(changedViews.map { .number($0) }), "settledLength": number(settledLength),
        ])
    }
}
