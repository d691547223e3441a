import Archive
import Contracts
import EventLog
import Foundation
import Kernel
import ServiceKit
import Supervision
import Testing

@testable import bullion

/// The archive of a book that decided over forty sessions.
private struct Recorded {
    let database: String
    let entries: [RawEntry]

    init(_ change: (inout [RawEntry]) -> Void = { _ in }) throws {
        database = try TestServer.migratedDatabase()
        var entries = RecordedBook.entries(sessions: 40)
        change(&entries)
        self.entries = entries
        var writer = try writer(database)
        for start in stride(from: 0, to: entries.count, by: 50) {
            try _ = writer.append(Array(entries[start..<min(start + 50, entries.count)]))
        }
    }

    func verification() throws -> Verification {
        var archive = try reader(database)
        return try Verification(&archive)
    }

    func first(_ kind: EventKind, by author: Author, after count: Int = 0) -> RawEntry {
        entries.filter { $0.kind == kind.rawValue && $0.by == author.rawValue }[count]
    }
}

@Suite struct `Verifying a recorded log` {
    @Test func `finds nothing in a log that the stages decided`() throws {
        let recorded = try Recorded()
        #expect(recorded.entries.contains { $0.kind == EventKind.fill.rawValue })
        let verification = try recorded.verification()
        #expect(verification.isProven)
        #expect(verification.refold.entries == UInt64(recorded.entries.count))
        #expect(verification.refold.decisions > 200)
        #expect(verification.text.hasPrefix("verified: \(recorded.entries.count) entries checked"))
    }

    @Test func `gives two runs that decide alike the same digest`() throws {
        let one = try Recorded().verification()
        // The second run was recorded at another time of day.
        let other = try Recorded { entries in
            entries = entries.map {
                RawEntry(
                    offset: $0.offset, kind: $0.kind, version: $0.version, at: $0.at, recordedAt: $0.recordedAt + 99,
                    by: $0.by, cause: $0.cause, trace: $0.trace, body: $0.body)
            }
        }.verification()
        #expect(one.refold.digest == other.refold.digest)
        #expect(one.audit.head != other.audit.head)
    }

    @Test func `names the entry of which one byte was flipped in the archive`() throws {
        let recorded = try Recorded()
        let offset = recorded.first(.verdictFrame, by: .risk, after: 20).offset
        try tamper(
            recorded.database,
            "UPDATE log_archive SET body = set_byte(body, 3, get_byte(body, 3) # 4) WHERE \"offset\" = \(offset)")
        let verification = try recorded.verification()
        #expect(verification.audit.finding == .entryChanged(offset))
        #expect(!verification.isProven)
    }

    @Test func `names a decision that the stage does not make, though the archive is sound`() throws {
        var forged = LogOffset.start
        let recorded = try Recorded { entries in
            let place = entries.indices.filter { entries[$0].kind == EventKind.targetFrame.rawValue }[9]
            forged = entries[place].offset
            guard case .targetFrame(var frame)? = try? entries[place].decoded().event else { return }
            frame.equity += Money(nanos: 1)
            entries[place] = entries[place].with(body: Event.targetFrame(frame).encoded().body)
        }
        let verification = try recorded.verification()
        #expect(verification.audit.finding == nil)
        #expect(verification.refold.difference?.offset == forged)
        #expect(verification.refold.difference?.author == .allocator)
        #expect(verification.refold.difference?.field == "body")
        #expect(verification.text.contains("DIFFERS at entry \(forged), body of allocator's decision"))
    }

    @Test func `names a decision that answers another entry`() throws {
        let recorded = try Recorded { entries in
            let place = entries.indices.filter { entries[$0].by == Author.features.rawValue }[3]
            entries[place] = entries[place].with(cause: LogOffset(1))
        }
        #expect(try recorded.verification().refold.difference?.field == "cause")
    }

    @Test func `names what stands where a decision was left out`() throws {
        let recorded = try Recorded { entries in
            let place = entries.indices.filter { entries[$0].by == Author.risk.rawValue }[3]
            entries.remove(at: place)
            entries = entries.enumerated().map { $1.with(offset: LogOffset(UInt64($0 + 1))) }
        }
        let verification = try recorded.verification()
        #expect(verification.audit.finding == nil)
        #expect(verification.refold.difference != nil)
    }

    @Test func `says which decisions a running book has still to make`() throws {
        let recorded = try Recorded { entries in
            let last = entries.lastIndex { $0.kind == EventKind.barFrame.rawValue } ?? 0
            entries = Array(entries[...last])
        }
        let verification = try recorded.verification()
        #expect(verification.isProven)
        #expect(verification.refold.pending.map(\.author) == [.features])
    }
}

@Suite struct `Explaining an order` {
    @Test func `walks from its fill back to the bar and the configuration's names`() throws {
        let recorded = try Recorded()
        let submitting = recorded.first(.orderEvent, by: .oms)
        guard case .orderEvent(let event) = try submitting.decoded().event else { return }
        var archive = try reader(recorded.database)
        let explanation = try #require(try Explanation(of: event.order, in: &archive))
        let kinds = explanation.links.map(\.entry.event.kind)
        let chain: [EventKind] = [
            .tradeCost, .fill, .orderEvent, .orderEvent, .verdictFrame, .targetFrame, .signalFrame, .featureFrame,
            .barFrame,
        ]
        #expect(kinds == chain)
        for words in [
            "filled", "accepted by the venue", "risk approved buy", "sma-cross", "features: sma", "bar of 2025-01",
        ] {
            #expect(explanation.text.contains(words), "\(explanation.text)")
        }
        let json = try JSONSerialization.jsonObject(with: Data(explanation.json.text.utf8)) as? [String: Any]
        #expect((json?["chain"] as? [Any])?.count == chain.count)
    }

    @Test func `knows nothing of an order that no one placed`() throws {
        var archive = try reader(try Recorded().database)
        #expect(try Explanation(of: OrderID("paper-20300101T000000Z-GLD-0-1"), in: &archive) == nil)
    }
}

@Suite struct `Restoring the log` {
    private let redis: PrivateRedis

    init() throws { redis = try PrivateRedis(durability: .none) }

    private func store(_ database: String) -> Store {
        Store(
            log: LogAddress(redis: .unix(path: redis.socketPath), book: "paper"), mode: .paper,
            postgres: Secret(database))
    }

    private func logged(_ store: Store) throws -> [RawEntry] {
        var reader = try store.reader()
        return try reader.read(after: .start, limit: 10_000)
    }

    @Test func `gives every entry its offset back`() throws {
        let recorded = try Recorded()
        let store = store(recorded.database)
        #expect(try Restoration(store, force: false).run() == UInt64(recorded.entries.count))
        #expect(try logged(store) == recorded.entries)
    }

    @Test func `leaves a log alone that is not empty, unless forced`() throws {
        let recorded = try Recorded()
        let store = store(recorded.database)
        var keeper = try LogKeeper(on: store.log)
        try keeper.restore([recorded.entries[0].with(trace: "other")])
        #expect(throws: CommandFailure.self) { try Restoration(store, force: false).run() }
        #expect(try logged(store).count == 1)
        _ = try Restoration(store, force: true).run()
        #expect(try logged(store) == recorded.entries)
    }

    @Test func `drops nothing under a service that is at work`() throws {
        let recorded = try Recorded()
        let store = store(recorded.database)
        var options = LogOptions()
        options.checksGeneration = false
        var producer = try Producer(.scheduler, on: store.log, instance: "test", options: options)
        try producer.commit([
            Draft(
                at: SampleLog.at, by: .scheduler, cause: .start, trace: "t",
                event: .reconciliationDue(ReconciliationDue(cycle: 1)))
        ])
        #expect(throws: CommandFailure.self) { try Restoration(store, force: true).run() }
        #expect(try logged(store).count == 1)
        try producer.stop()
    }

    @Test func `does not spread an archive that was rewritten`() throws {
        let recorded = try Recorded()
        try tamper(recorded.database, "UPDATE log_archive SET trace = 'forged' WHERE \"offset\" = 3")
        let store = store(recorded.database)
        #expect(throws: CommandFailure.self) { try Restoration(store, force: false).run() }
        #expect(try logged(store).isEmpty)
    }
}

@Suite struct `A proof file` {
    private let tree = MerkleTree(leaves: SampleLog.raw(25).map(\.auditLeaf))

    private func proof(continuing size: UInt64? = nil) throws -> AuditProof {
        let earlier = size.map { TreeHead(size: $0, root: tree.root(size: $0)) }
        let proof = AuditProof(book: "paper", entry: SampleLog.raw(25)[6], tree: tree, continuing: earlier)
        return try JSONDecoder().decode(AuditProof.self, from: try JSONEncoder().encode(proof))
    }

    @Test func `proves its entry under a head that is trusted, and under no other`() throws {
        let proof = try proof(continuing: 10)
        #expect(proof.flaw() == nil)
        #expect(proof.flaw(trusting: TreeHead(size: 25, root: tree.root())) == nil)
        #expect(proof.flaw(trusting: TreeHead(size: 10, root: tree.root(size: 10))) == nil)
        let other = TreeHead(size: 24, root: tree.root(size: 24))
        #expect(proof.flaw(trusting: other) == .otherHead(trusted: other))
    }

    @Test(arguments: ["\"trace\":\"", "\"kind\":\"", "\"body\":\"", "\"offset\":", "\"cause\":"])
    func `falls with any field of its entry`(
        field: String
    ) throws {
        let text = String(decoding: try JSONEncoder().encode(try proof()), as: UTF8.self)
        let forged = text.replacing(field, with: field + "1")
        guard let proof = try? JSONDecoder().decode(AuditProof.self, from: Data(forged.utf8)) else { return }
        #expect(proof.flaw() != nil)
    }
}

@Suite struct `An entry as JSON` {
    @Test func `shows decimals, instants, symbols and steps as people write them`() throws {
        let universe = SampleLog.configuration.universe
        let text = JSON(SampleLog.raw(10)[8], naming: universe).text
        #expect(text.contains("\"kind\":\"Fill\""))
        #expect(text.contains("\"price\":\"305.01\""))
        #expect(text.contains("\"instrument\":\"GLD\""))
        #expect(text.contains("\"at\":\"2025-06-30T20:00:00Z\""))
        #expect(text.contains("\"side\":\"buy\""))
        #expect(
            JSON(SampleLog.raw(10)[6], naming: universe).text.contains(
                "\"submitting\":{\"side\":\"buy\",\"quantity\":\"10\""))
        #expect(JSON(SampleLog.raw(10)[2], naming: nil).text.contains("null"))
    }

    @Test(arguments: 0..<10) func `is JSON for every entry`(place: Int) throws {
        let text = JSON(SampleLog.raw(10)[place].with(trace: "a\"b\\c\n\u{1}"), naming: nil).text
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["trace"] as? String == "a\"b\\c\n\u{1}")
    }
}
