import Archive
import Contracts

/// Answers about the archive. Postgres blocks, so the questions are asked on a thread of their own.
actor AuditDesk {
    private nonisolated let executor = BlockingExecutor(label: "archive")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private let archive: ArchiveAddress?

    init(_ archive: ArchiveAddress?) { self.archive = archive }

    /// The head of the audit tree: how many entries it covers, and their root hash.
    func root() throws(Problem) -> Answer {
        guard let archive else { throw .unavailable("there is no archive: postgres.url is not set") }
        let head: TreeHead?
        do {
            var reader = try archive.reader()
            head = try reader.newestHead()
        } catch {
            // What Postgres says may name hosts and users; the log of the recorder has it.
            throw .unavailable("the archive does not answer")
        }
        guard let head else { throw .notFound(nil, "nothing is archived yet") }
        return Answer(changedAt: LogOffset(head.size)) { json in
            json.put("size", head.size)
            json.put("root", "\(head.root)")
            json.put("head", "\(head)")
        }
    }
}
