import ArgumentParser
import Foundation

/// The options that every service understands.
struct ServiceOptions: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: CommandLine.arguments.first.map { URL(fileURLWithPath: $0).lastPathComponent },
            abstract:
                "A service of Bullion. Configuration: default.yaml, then each --config, then BULLION_… variables.",
            version: Version.text)
    }

    @Option(
        name: .customLong("config"), help: "A YAML file on top of default.yaml; may be repeated, the last is strongest."
    )
    var files: [String] = []

    @Option(name: .customLong("config-root"), help: "The directory of default.yaml.")
    var configRoot: String?

    @Option(help: "Tells two processes of this service apart; the default is host and process id.")
    var instance: String?

    @Flag(help: "Print what the service would run with, secrets masked, and exit.")
    var check = false

    @Flag(
        help:
            "Ask the running service's status file: exit 0 if it is ready and was heard of in the last 10 seconds, else 1."
    )
    var health = false
}

/// Which build this is.
public enum Version {
    public static let text = "0.1.0"
}
