import ArgumentParser
import Contracts
import EventLog
import ServiceKit

/// Shows how the services of a book are: heartbeats, cursors, lag, tier, generation.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show heartbeats, cursors, lag, risk tier and archive of a book.",
        discussion: """
            Exits 0 when every service has been heard of, 1 when one has not or the log is not confirmed by the archive, 69 when Redis \
            does not answer. What the services of this machine say about themselves is shown in any case.
            """)

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        try answering {
            let (log, directory, killFile) = try options.reading { configuration in
                (
                    try Store(configuration, book: nil).log, try configuration.string("runtime.directory"),
                    try configuration.string("risk.kill-file")
                )
            }
            let local = StatusFile.all(in: directory)
            let killMode = KillFile(path: killFile).text
            do {
                let status = try BookStatus(on: log)
                answer(
                    json: options.json, status.json(local: local, killMode: killMode),
                    status.text(local: local, killMode: killMode))
                if !status.isWell { throw ExitCode(1) }
            } catch let error as ExitCode {
                throw error
            } catch {
                for status in local {
                    print(
                        "\(status.service) \(status.state.rawValue) \(Int(status.ageSeconds)) s ago, pid \(status.pid)")
                }
                throw CommandFailure.unreachable("the log does not answer: \(error)")
            }
        }
    }
}
