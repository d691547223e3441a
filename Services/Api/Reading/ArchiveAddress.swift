import Archive
import Contracts

/// Where the archive of the book is. Each question opens a connection of its own, since questions are rare.
struct ArchiveAddress: Sendable {
    let connection: String
    let book: String
    let mode: BookMode

    func reader() throws -> ArchiveReader {
        try ArchiveReader(PostgresConnection(connection, applicationName: "bullion-api"), book: book, mode: mode)
    }

    /// Entries that Redis no longer has. An empty answer would be asked for forever, so it is an error.
    func entries(after cursor: LogOffset, limit: Int) throws -> [RawEntry] {
        var reader = try self.reader()
        let entries = try reader.entries(after: cursor, limit: limit).map(\.entry)
        guard entries.first?.offset == cursor.next else { throw Gap(missing: cursor.next) }
        return entries
    }

    struct Gap: Error, CustomStringConvertible {
        let missing: LogOffset
        var description: String { "neither Redis nor the archive has entry \(missing)" }
    }
}
