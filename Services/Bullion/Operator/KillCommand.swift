public import ArgumentParser
public import Contracts
import EventLog
import Foundation
import ServiceKit

extension KillMode: ExpressibleByArgument {
    public init?(argument: String) {
        guard let mode = KillMode.allCases.first(where: { $0.name == argument }) else { return nil }
        self = mode
    }

    public static var allValueStrings: [String] { allCases.map(\.name) }
}

/// Stops trading by the kill file, and tells the log if it answers.
struct KillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill", abstract: "Stop trading: close_only, halt_all or hard; none lets go.",
        discussion: """
            Writes the kill file, which risk and oms read without Redis and without the api, and then appends the command to the log. \
            close_only allows nothing that adds risk, halt_all also takes back orders at work that would, hard allows not even exits. \
            Exits 0 when the file is written, even if the log does not answer: the file is what counts.
            """)

    @Argument(help: "close_only, halt_all, hard or none.")
    var mode: KillMode

    @Option(help: "Why, for the record.")
    var reason = "kill switch by hand"

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        try answering {
            let (address, path) = try options.reading { configuration in
                (try Store(configuration, book: nil).log, try configuration.string("risk.kill-file"))
            }
            do {
                try KillFile(path: path).set(mode)
            } catch {
                throw CommandFailure.failed("the kill file \(path) cannot be written: \(error.localizedDescription)")
            }
            let (offset, trouble) = tellLog(address)
            if let trouble { complain("the kill file is set; the log does not answer (\(trouble))") }
            answer(
                json: options.json,
                .members([
                    "mode": .string(mode.name), "killFile": .string(path),
                    "offset": offset.map { .number($0.rawValue) } ?? .null,
                ]),
                "kill file \(path): \(mode.name)" + (offset.map { "; log entry \($0)" } ?? ""))
        }
    }

    private func tellLog(_ address: LogAddress) -> (LogOffset?, String?) {
        let id = freshIdentifier("kill")
        let command = RiskCommand(id: id, operator: operatorName(), reason: reason, action: .setKillMode(mode))
        do throws(LogError) {
            return (try OperatorLog(address: address).append(.riskCommand(command), trace: id), nil)
        } catch {
            return (nil, "\(error)")
        }
    }
}
