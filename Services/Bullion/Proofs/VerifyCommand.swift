import Archive
import ArgumentParser
import Contracts

/// Proves a recorded log: each entry is what was archived, and each decision is what the stages decide again.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Fold the archived log through the stages once more and report the first entry that differs.",
        discussion: """
            First every entry is held against its audit leaf and every head against the tree, then every decision of features, strategy, \
            allocator, risk and oms against the decision that the stage makes from the log before it.
            """)

    @OptionGroup var store: StoreOptions

    func run() throws {
        try answering {
            let store = try store.store()
            var archive = try store.archive()
            let verification = try Verification(&archive)
            if verification.audit.finding == nil, verification.refold.entries == 0,
                verification.refold.difference == nil
            {
                throw CommandFailure.notFound("nothing of book \(store.book) is archived")
            }
            print(self.store.json ? verification.json(store.book).text : verification.text)
            if !verification.isProven { throw ExitCode(1) }
        }
    }
}

/// What became of one verification.
struct Verification {
    let audit: AuditCheck
    let refold: Refold

    init(_ archive: inout ArchiveReader) throws {
        var audit = AuditCheck()
        var refold = Refold()
        try audit.run(&archive) { refold.take($0) }
        self.audit = audit
        self.refold = refold
    }

    var isProven: Bool { audit.finding == nil && refold.difference == nil }

    var text: String {
        let sum = "\(refold.entries) entries checked, \(refold.decisions) decisions made again, digest \(refold.digest)"
        if let finding = audit.finding { return "NOT AS ARCHIVED: \(finding)\n\(sum)" }
        if let difference = refold.difference {
            return """
                DIFFERS at entry \(difference.offset), \(difference.field) of \(difference.author.rawValue)'s decision
                  expected \(difference.expected)
                  recorded \(difference.recorded)
                \(sum)
                """
        }
        let waiting = refold.pending.map { "\($0.author.rawValue) \($0.count)" }.joined(separator: ", ")
        return "verified: \(sum)" + (waiting.isEmpty ? "" : "\nthe log ends before these decisions: \(waiting)")
    }

    func json(_ book: String) -> JSON {
        var differs = JSON.null
        if let difference = refold.difference {
            differs = .members([
                "offset": .number(difference.offset.rawValue), "author": .string(difference.author.rawValue),
                "field": .string(difference.field), "expected": .string(difference.expected),
                "recorded": .string(difference.recorded),
            ])
        }
        return .members([
            "book": .string(book), "isVerified": .bool(isProven), "entries": .number(refold.entries),
            "decisions": .number(refold.decisions), "digest": .string("\(refold.digest)"),
            "head": .string("\(audit.head)"),
            "finding": audit.finding.map { .string("\($0)") } ?? .null, "difference": differs,
            "pending": .object(refold.pending.map { JSON.Member(name: $0.author.rawValue, value: .number($0.count)) }),
        ])
    }
}
