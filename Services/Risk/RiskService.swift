import Contracts
import EventLog
import Kernel
import Logging
import ServiceKit

/// Answers every target frame with a verdict, and puts the operator's kill file into the log.
@main
enum RiskService {
    static func main() {
        Service.run("risk", RiskConfiguration.init(reading:)) { service, configuration in
            do throws(LogError) {
                try run(service, configuration)
            } catch .canceled {
                // The shutdown was requested while it waited for the log.
            }
        }
    }

    private static func run(_ service: ServiceContext, _ configuration: RiskConfiguration) throws(LogError) {
        let killSwitch = KillSwitch(path: configuration.killFile)
        var host = try StageHost(RiskStage.self, on: configuration.log, instance: service.instance) {
            service.progress()
            return Shutdown.isRequested
        }
        service.ready()
        while !Shutdown.isRequested {
            _ = try host.foldNext(waitingAtMost: .milliseconds(250))
            if let command = command(for: killSwitch.mode, given: host.stage, at: WallClock.now()) {
                service.log.warning(
                    "kill mode asked for by file or environment", metadata: ["command": "\(command.id)"])
                _ = try host.append(facts: [draft(command)])
                try host.foldToTip()
            }
            service.progress(host.cursor)
        }
        try host.stop()
    }

    /// The command that brings the stage to what the switch asks for; `nil` if it is there.
    ///
    /// The switch can only make the mode stricter than what people set through the api, and take back only what it set itself.
    private static func command(for mode: KillMode, given stage: RiskStage, at now: Timestamp) -> RiskCommand? {
        guard stage.ledger != nil, mode != stage.killMode else { return nil }
        guard mode > stage.killMode || stage.killModeSetBy == killSwitchName else { return nil }
        return RiskCommand(
            id: "\(killSwitchName)-\(mode.name)-\(now.nanoseconds)", operator: killSwitchName,
            reason: mode == .none ? "the kill file is gone" : "the kill file or environment says so",
            action: .setKillMode(mode))
    }

    private static func draft(_ command: RiskCommand) -> Draft {
        let now = WallClock.now()
        return Draft(at: now, by: .operator, cause: .start, trace: now.compact, event: .riskCommand(command))
    }

    /// Stands in the log as the operator of these commands.
    private static let killSwitchName = "kill-file"
}
