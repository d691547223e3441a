import Contracts
import EventLog
import Foundation
import ServiceKit

/// The operator's own hand in the log, for when the api is not there.
struct OperatorLog {
    let address: LogAddress

    /// Appends one command and answers its place in the log. It gives up after a few seconds: whoever stops trading is in a hurry.
    func append(_ event: Event, trace: String) throws(LogError) -> LogOffset {
        var options = LogOptions()
        options.patience = .seconds(3)
        options.timeout = .seconds(3)
        let deadline = ContinuousClock.now + .seconds(6)
        var producer = try Producer(
            .operator, on: address, instance: "operator-\(ProcessInfo.processInfo.processIdentifier)", options: options,
            stopWaiting: { ContinuousClock.now > deadline })
        let offsets = try producer.commit([
            Draft(at: WallClock.now(), by: .operator, cause: .start, trace: trace, event: event)
        ])
        try producer.stop()
        return offsets.last ?? .start
    }
}

/// Who gives a command, for the record: the user of this terminal.
func operatorName() -> String { ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName() }
