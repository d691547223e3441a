import ArgumentParser
import Contracts
import Foundation
import ServiceKit

/// Which configuration a command of the operator goes by.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"), help: "A YAML file on top of default.yaml; may be repeated, the last is strongest."
    )
    var files: [String] = []

    @Option(name: .customLong("config-root"), help: "The directory of default.yaml.")
    var root: String?

    @Flag(help: "Answer with JSON.")
    var json = false

    func load() throws(CommandFailure) -> Configuration {
        do {
            return try ConfigurationFiles.load(files: files, root: root)
        } catch {
            throw .misconfigured("\(error)")
        }
    }

    /// Reads from the configuration; what is wrong there ends the command with 78.
    func reading<Value>(_ read: (Configuration) throws -> Value) throws(CommandFailure) -> Value {
        let configuration = try load()
        do {
            return try read(configuration)
        } catch {
            throw .misconfigured("\(error)")
        }
    }
}

/// Prints the answer as JSON on one line, or as text.
func answer(json isJSON: Bool, _ value: JSON, _ text: String) { print(isJSON ? value.text : text) }

/// A name for a command that nobody used before: the operator's tools make it from the clock and chance.
func freshIdentifier(_ verb: String) -> String {
    "\(verb)-\(WallClock.now().compact)-\(String(UInt32.random(in: 0...UInt32.max), radix: 16))"
}
