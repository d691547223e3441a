import Archive
import ArgumentParser
import Contracts
import EventLog

/// Rebuilds the log in Redis from the archive, under the same offsets.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Rebuild a book's log in Redis from the archive, under the same offsets.",
        discussion: """
            The recorder puts back by itself what Redis lost when it starts. This is for a Redis that must be built anew. A log that is not \
            empty is left alone, unless --force says to drop it with all cursors and snapshots; the services must be stopped for that. \
            Start the recorder afterwards: it compares the two and lets the others go on.
            """)

    @OptionGroup var store: StoreOptions

    @Flag(help: "Drop what Redis holds of this book first.")
    var force = false

    func run() throws {
        try answering {
            let store = try store.store()
            let restored = try Restoration(store, force: force).run()
            let answer = JSON.members(["book": .string(store.book), "restored": .number(restored)])
            print(self.store.json ? answer.text : "restored \(restored) entries of book \(store.book)")
        }
    }
}

/// One rebuilding of a log.
struct Restoration {
    private let store: Store
    private let force: Bool

    init(_ store: Store, force: Bool) {
        self.store = store
        self.force = force
    }

    /// Answers how many entries the log has now.
    func run() throws -> UInt64 {
        var archive = try store.archive()
        var keeper = try LogKeeper(on: store.log)
        if try keeper.tip() > .start { try clear(&keeper) }
        var cursor = LogOffset.start
        while true {
            let batch = try archive.entries(after: cursor, limit: 512)
            guard let last = batch.last else { return cursor.rawValue }
            guard batch.first?.entry.offset == cursor.next,
                last.entry.offset.rawValue == cursor.rawValue + UInt64(batch.count),
                batch.allSatisfy(\.matchesLeaf)
            else {
                throw CommandFailure.failed(
                    "the archive is not as it was written after entry \(cursor): bullion audit verify names the place")
            }
            try keeper.restore(batch.map(\.entry))
            cursor = last.entry.offset
        }
    }

    /// Drops everything that stands for a place in the log.
    private func clear(_ keeper: inout LogKeeper) throws {
        guard force else {
            throw CommandFailure.failed("the log of book \(store.book) is not empty: --force drops it first")
        }
        let holders = try keeper.states().filter { $0.holder != nil }.map(\.service)
        guard holders.isEmpty else {
            throw CommandFailure.failed("stop \(holders.joined(separator: ", ")) first: they hold their leases")
        }
        let keys = store.log.keys
        var names =
            [keys.log, keys.archived, keys.archivedBell, keys.generation] + EventKind.allCases.map { keys.bell($0) }
        for service in Heartbeats.services { names += [keys.service(service), keys.snapshot(service)] }
        var connection = try store.log.connect()
        _ = try connection.send(["DEL"] + names)
    }
}
