import ArgumentParser
import Contracts
import Kernel
import ServiceKit

/// Explains and checks the configuration.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Explain the keys of the configuration, or check a configuration.",
        subcommands: [ConfigExplainCommand.self, ConfigValidateCommand.self])
}

/// Shows what keys there are.
struct ConfigExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show what each key is for, what it may be, and what it is now.",
        discussion: "Exits 4 when no key has that name or begins with it.")

    @Argument(help: "A key such as risk.order-notional, or its beginning, such as risk.")
    var key: String = ""

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        try answering {
            let keys = KnownKeys.all.filter { key.isEmpty || $0.path == key || $0.path.hasPrefix(key + ".") }
            guard !keys.isEmpty else { throw CommandFailure.notFound("there is no key \(key)") }
            let values = try options.load().effectiveValues
            if options.json {
                print(JSON.array(keys.map { json($0, values) }).text)
            } else {
                for key in keys { print(text(key, values)) }
            }
        }
    }

    private func text(_ key: KnownKey, _ values: [Configuration.EffectiveValue]) -> String {
        let value = values.first { $0.key == key }
        return """
            \(key.path)
              \(key.documentation)
              \(key.type.description); \(key.environmentVariable)
              \(value.map { "\($0.value)  (\($0.origin))" } ?? "not set")
            """
    }

    private func json(_ key: KnownKey, _ values: [Configuration.EffectiveValue]) -> JSON {
        let value = values.first { $0.key == key }
        return .members([
            "key": .string(key.path), "documentation": .string(key.documentation),
            "type": .string(key.type.description),
            "environmentVariable": .string(key.environmentVariable), "value": value.map { .string($0.value) } ?? .null,
            "origin": value.map { .string($0.origin.description) } ?? .null,
        ])
    }
}

/// Checks that a book can be run with a configuration.
struct ConfigValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check a configuration as the services would: every key, the book, its strategies.",
        discussion: "Exits 0 when a book can be run with it, 78 when not.")

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        try answering {
            let book = try options.reading { configuration in
                let book = try BookConfiguration(reading: configuration)
                do {
                    try StrategyCatalogue.validate(book)
                } catch {
                    throw configuration.error("strategies", "\(error)")
                }
                return book
            }
            answer(
                json: options.json,
                .members([
                    "book": .string(book.book), "mode": .string(book.mode.rawValue),
                    "instruments": .number(book.universe.count), "strategies": .number(book.strategies.count),
                ]),
                "good: book \(book.book), \(book.mode.rawValue), \(book.universe.count) instruments, \(book.strategies.count) strategies"
            )
        }
    }
}
