import ArgumentParser
import Contracts
import Foundation
import ServiceKit

/// The way back from a severe tier: one person asks, two others sign.
struct ApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Ask for a reset of the risk tier, and sign one.",
        subcommands: [ApproveSignCommand.self, ApproveRequestCommand.self, ApproveKeygenCommand.self],
        defaultSubcommand: ApproveSignCommand.self)
}

/// Signs one command.
struct ApproveSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a command with your key and hand the approval to the api.")

    @Argument(help: "The id of the command, as `approve request` printed it.")
    var command: String

    @Option(help: "Your name, as in api.approvers.")
    var approver: String

    @Option(help: "Your private key, as `approve keygen` wrote it.")
    var key: String

    @Option(help: "Minutes until the approval expires.")
    var minutes: Int64 = 15

    @Option(
        name: .customLong("api-key-file"),
        help: "A file with your api key; without it api.keys of the configuration has it.")
    var apiKeyFile: String?

    @Flag(name: .customLong("print"), help: "Print the signed approval instead of handing it to the api.")
    var isPrinted = false

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        guard (1...1440).contains(minutes) else { throw ValidationError("--minutes is 1 to 1440") }
    }

    func run() throws {
        try answering {
            let approval = try ApproverKey(file: key).approval(
                of: command, by: approver, until: WallClock.now() + minutes * 60)
            let body = approval.json
            if isPrinted { return print(body.text) }
            let api = try options.reading { try ApiAccess($0, keyFile: apiKeyFile, holder: approver) }
            let receipt = try api.post("commands/approval", body)
            answer(
                json: options.json, body, "approved \(command) as \(approver), until \(approval.expiresAt): \(receipt)")
        }
    }
}

/// Asks for a milder tier.
struct ApproveRequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Ask for a milder tier; two other people then sign the id that this prints.")

    @Argument(help: "NORMAL, WARN, THROTTLE or NO_NEW.")
    var tier: String

    @Option(help: "Why it is safe.")
    var reason: String

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        guard RiskTier.allCases.dropLast().contains(where: { $0.name == tier }) else {
            throw ValidationError("\(tier) is none of NORMAL, WARN, THROTTLE, NO_NEW")
        }
    }

    func run() throws {
        try answering {
            guard let wanted = RiskTier.allCases.first(where: { $0.name == tier }) else { return }
            let address = try options.reading { try Store($0, book: nil).log }
            let id = freshIdentifier("reset")
            let request = RiskCommand(
                id: id, operator: operatorName(), reason: reason, action: .requestReset(to: wanted))
            let offset = try OperatorLog(address: address).append(.riskCommand(request), trace: id)
            answer(
                json: options.json, .members(["command": .string(id), "offset": .number(offset.rawValue)]),
                "\(id)\nasked for \(tier), log entry \(offset); two people other than \(operatorName()) now run:\n"
                    + "  bullion approve \(id) --approver NAME --key FILE")
        }
    }
}

/// Makes a key pair.
struct ApproveKeygenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", abstract: "Make the key that you sign with, and print its public half for api.approvers."
    )

    @Argument(help: "Your name, as it will stand in api.approvers.")
    var name: String

    @Option(help: "File for the private key; it must not exist.")
    var out: String

    @Flag(help: "Answer with JSON.")
    var json = false

    func run() throws {
        try answering {
            let key = ApproverKey()
            try key.write(to: out)
            answer(
                json: json, .members(["name": .string(name), "publicKey": .string(key.publicText)]),
                "private key in \(out); add to the configuration of the api:\napi:\n  approvers:\n    \(name): \(key.publicText)"
            )
        }
    }
}
