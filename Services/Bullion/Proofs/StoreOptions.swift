import Archive
import ArgumentParser
import Contracts
import EventLog
import Hosting
import ServiceKit

/// Which book, and where its log and its archive are: what all commands about recorded facts share.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customLong("config"), help: "A YAML file on top of default.yaml; may be repeated, the last is strongest."
    )
    var files: [String] = []

    @Option(name: .customLong("config-root"), help: "The directory of default.yaml.")
    var root: String?

    @Option(help: "Another book than the configured one.")
    var book: String?

    @Flag(help: "Answer with JSON.")
    var json = false

    /// Reads the configuration.
    func store() throws -> Store {
        do {
            return try Store(try ConfigurationFiles.load(files: files, root: root), book: book)
        } catch {
            throw CommandFailure.misconfigured("\(error)")
        }
    }
}

/// Where the log and the archive of one book are.
struct Store {
    let mode: BookMode
    let log: LogAddress
    private let postgres: Secret

    init(_ configuration: Configuration, book: String?) throws {
        let configured = try LogAddress(reading: configuration)
        self.init(
            log: LogAddress(redis: configured.redis, password: configured.password, book: book ?? configured.book),
            mode: try configuration.choice("book.mode"), postgres: Secret(try configuration.string("postgres.url")))
    }

    init(log: LogAddress, mode: BookMode, postgres: Secret) {
        self.log = log
        self.mode = mode
        self.postgres = postgres
    }

    var book: String { log.book }

    /// Connects to the archive, for reading.
    func archive() throws -> ArchiveReader {
        let connection: PostgresConnection
        do {
            connection = try PostgresConnection(postgres.revealed, applicationName: "bullion")
        } catch {
            throw ArchiveError.postgres(error)
        }
        return try ArchiveReader(connection, book: book, mode: mode)
    }

    /// Connects to the log, for reading.
    func reader() throws -> LogReader { try LogReader(on: log) }
}
