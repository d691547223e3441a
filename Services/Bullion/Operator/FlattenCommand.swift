import ArgumentParser
import BrokerOrders
import Brokers
import Contracts
import EventLog
import Foundation
import ServiceKit
import Web

/// Ends all risk of the book: through risk and oms, or directly at the broker.
struct FlattenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flatten", abstract: "Close every position: tier FLATTEN, or --direct at the broker.",
        discussion: """
            Without --direct it appends the command that takes risk to FLATTEN; oms then cancels and closes, and the tier stays until two \
            people reset it. With --direct it needs nothing but the broker: it cancels and closes with the watchdog's key and waits until \
            the broker shows a flat account. Stop oms first, or its orders and yours may cross. Asking again is harmless. \
            Exits 0 when the command is in the log or the account is flat, 1 when it is not flat in time, 69 when nobody answers.
            """)

    @Flag(help: "Talk to the broker directly; redis, postgres and the api may be down.")
    var direct = false

    @Option(help: "With --direct: seconds to wait for a flat account.")
    var timeout = 60

    @Option(help: "Why, for the record.")
    var reason = "flatten by hand"

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout is 1 to 86400 seconds") }
    }

    func run() throws {
        try answering {
            if direct { try flattenAtBroker() } else { try escalate() }
        }
    }

    private func escalate() throws {
        let address = try options.reading { try Store($0, book: nil).log }
        let id = freshIdentifier("flatten")
        let command = RiskCommand(id: id, operator: operatorName(), reason: reason, action: .escalate(to: .flatten))
        do throws(LogError) {
            let offset = try OperatorLog(address: address).append(.riskCommand(command), trace: id)
            answer(
                json: options.json, .members(["command": .string(id), "offset": .number(offset.rawValue)]),
                "FLATTEN asked for: \(id), log entry \(offset); `bullion status` shows the tier")
        } catch {
            throw CommandFailure.unreachable("the log does not take commands (\(error)); use --direct")
        }
    }

    private func flattenAtBroker() throws {
        let (url, credentials) = try options.reading { configuration in
            (
                try configuration.string("broker.url"),
                Credentials(
                    keyID: try configuration.string("watchdog.key-id"),
                    secret: try configuration.secret("watchdog.secret-key").revealed)
            )
        }
        var flatten = DirectFlatten(url: url, credentials: credentials)
        let result = flatten.run(seconds: timeout, say: complain)
        let members: JSON = .members([
            "isFlat": .bool(result.isFlat), "openOrders": result.openOrders.map { .number($0) } ?? .null,
            "positions": result.positions.map { .array($0.map(JSON.string)) } ?? .null,
        ])
        if result.isFlat {
            return answer(json: options.json, members, "flat: the broker shows no orders and no positions")
        }
        guard let orders = result.openOrders, let positions = result.positions else {
            throw CommandFailure.unreachable("the broker does not answer: \(result.trouble ?? "no reply")")
        }
        answer(
            json: options.json, members,
            "NOT flat after \(timeout) s: \(orders) open orders, positions in \(positions.joined(separator: ", "))")
        throw ExitCode(1)
    }
}
