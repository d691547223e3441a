import Archive
import ArgumentParser
import Contracts
import Foundation

/// The audit tree over the archived log: its root, a check of everything under it, and proofs to take away.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Show, check and prove the archived log by its audit tree.",
        discussion: """
            Write down what "audit root" says, somewhere else. Whoever could rewrite the whole database could rewrite its heads too, \
            but not the one that you hold: "audit verify --expect" compares.
            """,
        subcommands: [AuditRootCommand.self, AuditVerifyCommand.self, AuditProveCommand.self, AuditCheckCommand.self])
}

struct AuditRootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "root", abstract: "Show the newest head of the audit tree as SIZE:ROOT.")

    @OptionGroup var store: StoreOptions

    func run() throws {
        try answering {
            let store = try store.store()
            var archive = try store.archive()
            guard let head = try archive.newestHead() else {
                throw CommandFailure.notFound("nothing of book \(store.book) is archived")
            }
            print(self.store.json ? JSON.head(head, of: store.book).text : "\(head)")
        }
    }
}

struct AuditVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every archived entry, every leaf and every head.")

    @OptionGroup var store: StoreOptions

    @Option(help: "A head written down earlier, as SIZE:ROOT; may be repeated.")
    var expect: [String] = []

    func validate() throws { _ = try heads(expect, option: "--expect") }

    func run() throws {
        try answering {
            let store = try store.store()
            var archive = try store.archive()
            var check = AuditCheck(pinned: try heads(expect, option: "--expect"))
            try check.run(&archive)
            print(self.store.json ? json(check, store.book).text : text(check))
            if check.finding != nil { throw ExitCode(1) }
        }
    }

    private func text(_ check: AuditCheck) -> String {
        let sum = "\(check.entries) entries and \(check.heads) heads checked, head \(check.head)"
        return check.finding.map { "NOT AS ARCHIVED: \($0)\n\(sum)" } ?? "as archived: \(sum)"
    }

    private func json(_ check: AuditCheck, _ book: String) -> JSON {
        .members([
            "book": .string(book), "isIntact": .bool(check.finding == nil), "entries": .number(check.entries),
            "heads": .number(check.heads), "head": .string("\(check.head)"),
            "finding": check.finding.map { .string("\($0)") } ?? .null,
        ])
    }
}

struct AuditProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Write a proof that an entry stands in the log, to be checked without any server.")

    @OptionGroup var store: StoreOptions

    @Argument(help: "The entry's offset.")
    var offset: UInt64

    @Option(help: "Also prove that the log continues this earlier head, as SIZE:ROOT.")
    var since: String?

    @Option(help: "The file to write; standard output when left out.")
    var output: String?

    func validate() throws { _ = try heads(since.map { [$0] } ?? [], option: "--since") }

    func run() throws {
        try answering {
            let store = try store.store()
            let proof = try proof(store)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            let data = try encoder.encode(proof) + Data("\n".utf8)
            guard let output else { return FileHandle.standardOutput.write(data) }
            do {
                try data.write(to: URL(fileURLWithPath: output))
            } catch {
                throw CommandFailure.failed("\(output): \(error.localizedDescription)")
            }
            print("proof of entry \(offset) under head \(proof.head) written to \(output)")
        }
    }

    private func proof(_ store: Store) throws -> AuditProof {
        var archive = try store.archive()
        guard let head = try archive.newestHead(), let archived = try archive.entry(at: LogOffset(offset)),
            offset <= head.size
        else { throw CommandFailure.notFound("entry \(offset) of book \(store.book) is not archived") }
        let tree = MerkleTree(leaves: try archive.leaves(count: head.size))
        guard tree.size == head.size, tree.root() == head.root, archived.matchesLeaf else {
            throw CommandFailure.failed("the archive is not as it was written: bullion audit verify names the place")
        }
        let earlier = try heads(since.map { [$0] } ?? [], option: "--since").first
        if let earlier, earlier.size > head.size || tree.root(size: earlier.size) != earlier.root {
            throw CommandFailure.failed("the log does not continue the head \(earlier)")
        }
        return AuditProof(book: store.book, entry: archived.entry, tree: tree, continuing: earlier)
    }
}

struct AuditCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a proof file. Needs no configuration, no network and no server.")

    @Argument(help: "The file that audit prove wrote.")
    var file: String

    @Option(help: "The head you trust, as SIZE:ROOT. Without it only the file's own consistency is checked.")
    var expect: String?

    @Flag(help: "Answer with JSON.")
    var json = false

    func validate() throws { _ = try heads(expect.map { [$0] } ?? [], option: "--expect") }

    func run() throws {
        try answering {
            let proof = try load()
            let flaw = proof.flaw(trusting: try heads(expect.map { [$0] } ?? [], option: "--expect").first)
            print(json ? answer(proof, flaw).text : text(proof, flaw))
            if flaw != nil { throw ExitCode(1) }
        }
    }

    private func load() throws -> AuditProof {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw CommandFailure.notFound("\(file): \(error.localizedDescription)")
        }
        do {
            return try JSONDecoder().decode(AuditProof.self, from: data)
        } catch {
            throw CommandFailure.failed("\(file) is not a proof")
        }
    }

    private func text(_ proof: AuditProof, _ flaw: AuditProof.Flaw?) -> String {
        if let flaw { return "NOT PROVEN: \(flaw)" }
        let trust = expect == nil ? "; compare that head with one you trust" : ""
        return
            "proven: entry \(proof.entry.offset) (\(proof.entry.kind)) of book \(proof.book) stands under \(proof.head)\(trust)"
    }

    private func answer(_ proof: AuditProof, _ flaw: AuditProof.Flaw?) -> JSON {
        .members([
            "book": .string(proof.book), "offset": .number(proof.entry.offset), "kind": .string(proof.entry.kind),
            "head": .string("\(proof.head)"), "isProven": .bool(flaw == nil),
            "flaw": flaw.map { .string("\($0)") } ?? .null,
        ])
    }
}

/// Heads as they are written on the command line.
private func heads(_ texts: [String], option: String) throws -> [TreeHead] {
    try texts.map { text in
        guard let head = TreeHead(text) else { throw ValidationError("\(option): \"\(text)\" is not SIZE:ROOT") }
        return head
    }
}

extension JSON {
    fileprivate static func head(_ head: TreeHead, of book: String) -> JSON {
        .members(["book": .string(book), "size": .number(head.size), "root": .string("\(head.root)")])
    }
}
