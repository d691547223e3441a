import Archive
import ArgumentParser
import Contracts
import EventLog
import Foundation

/// Shows entries of the log as JSON, one a line.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Show entries of a book's log, one JSON object a line.",
        subcommands: [LogTailCommand.self, LogShowCommand.self])
}

struct LogTailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tail", abstract: "Show the newest entries.")

    @OptionGroup var store: StoreOptions

    @Option(name: [.customShort("n"), .long], help: "How many entries to go back.")
    var count: UInt64 = 20

    @Option(help: "Only entries of this kind, such as OrderEvent; may be repeated.")
    var kind: [String] = []

    @Flag(help: "Go on with new entries as they come.")
    var follow = false

    @Flag(help: "Read the archive instead of Redis.")
    var archive = false

    func validate() throws {
        for name in kind where EventKind(rawValue: name) == nil {
            throw ValidationError(
                "--kind: \"\(name)\" is none of \(EventKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
    }

    func run() throws {
        try answering {
            var source = try EntrySource(try store.store(), archive: archive)
            let tip = try source.tip()
            var cursor = LogOffset(tip.rawValue > count ? tip.rawValue - count : 0)
            if let first = try source.first(), first > cursor.next { cursor = LogOffset(first.rawValue - 1) }
            var printer = EntryPrinter(universe: try source.universe(at: tip))
            while true {
                let entries = try source.read(after: cursor)
                for entry in entries { printer.take(entry, isShown: kind.isEmpty || kind.contains(entry.kind)) }
                if let last = entries.last { cursor = last.offset }
                if !entries.isEmpty { continue }
                guard follow else { return }
                try source.wait(after: cursor)
            }
        }
    }
}

struct LogShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one entry.")

    @OptionGroup var store: StoreOptions

    @Argument(help: "The entry's offset.")
    var offset: UInt64

    @Flag(help: "Read the archive instead of Redis.")
    var archive = false

    func run() throws {
        try answering {
            var source = try EntrySource(try store.store(), archive: archive)
            guard let entry = try source.entry(at: LogOffset(offset)) else {
                throw CommandFailure.notFound(
                    archive
                        ? "entry \(offset) is not archived"
                        : "entry \(offset) is not in Redis; --archive looks in Postgres")
            }
            var printer = EntryPrinter(universe: try source.universe(at: LogOffset(offset)))
            printer.take(entry, isShown: true)
        }
    }
}

/// Prints entries, naming instruments by the newest configuration that passed by.
struct EntryPrinter {
    private var universe: Universe?

    init(universe: Universe?) { self.universe = universe }

    mutating func take(_ entry: RawEntry, isShown: Bool) {
        if entry.kind == EventKind.configChange.rawValue { universe = entry.universe ?? universe }
        guard isShown else { return }
        // Standard output may be a pipe, whose reader wants each line when it is made.
        FileHandle.standardOutput.write(Data((JSON(entry, naming: universe).text + "\n").utf8))
    }
}

extension RawEntry {
    /// The universe of a configuration; `nil` for everything else.
    var universe: Universe? {
        // What does not decode names nothing; the entry itself is shown as unreadable.
        guard case .configChange(let change)? = try? decoded().event else { return nil }
        return change.configuration.universe
    }
}
