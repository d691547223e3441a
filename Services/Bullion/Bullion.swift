import ArgumentParser
import ServiceKit

/// The command line: research on this machine, the replay through all processes, and an operator's tools.
@main
struct Bullion: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bullion",
        abstract: "A systematic trading platform for precious-metal and commodity ETFs.",
        discussion: """
            Exit codes: 0 done · 1 a check failed · 4 no such thing · 64 wrong usage · 69 a server is out of reach · \
            75 try again · 78 misconfigured.
            """,
        version: Version.text,
        subcommands: [
            BacktestCommand.self, SweepCommand.self, WalkForwardCommand.self, ValidateCommand.self, ProveCommand.self,
            WarmUpCommand.self, CompareCommand.self, ReplayCommand.self, SoakCommand.self, DataCommand.self,
            VerifyCommand.self,
            ExplainCommand.self, LogCommand.self, AuditCommand.self, RestoreCommand.self, StatusCommand.self,
            SimulateCommand.self, KillCommand.self, FlattenCommand.self, ApproveCommand.self, ConfigCommand.self,
        ])

    /// What a command could not do is one line on standard error and an exit code, whichever command it was.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as CommandFailure {
            end(with: failure)
        } catch let error as ConfigurationError {
            end(with: .misconfigured(error.description))
        } catch {
            exit(withError: error)
        }
    }

    private static func end(with failure: CommandFailure) -> Never {
        complain(failure.description)
        exit(withError: failure.exitCode)
    }
}
