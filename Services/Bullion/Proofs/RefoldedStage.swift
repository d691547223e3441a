import Archive
import Contracts

/// One stage with the decisions that it has made and the log has not shown yet.
struct RefoldedStage<S: Stage> {
    private var stage: S
    private var expected: [Draft] = []
    private var head = 0
    private var outputs: [Event] = []
    private(set) var digest = AuditHash.empty

    init(_ stage: S) { self.stage = stage }

    /// How many decisions the log has not shown.
    var waiting: Int { expected.count - head }

    mutating func fold(_ entry: Entry) {
        outputs.removeAll(keepingCapacity: true)
        stage.handle(entry, into: &outputs)
        for event in outputs { expected.append(Draft(answering: entry, by: S.author, event: event)) }
    }

    /// Holds a recorded decision against the oldest one that waits.
    mutating func check(_ entry: Entry, _ raw: RawEntry, _ universe: Universe?) -> Refold.Difference? {
        guard head < expected.count else {
            return Refold.Difference(
                offset: entry.offset, author: S.author, field: "decision", expected: "none", recorded: raw.kind)
        }
        let draft = expected[head]
        if let (field, expected, recorded) = difference(draft, entry, raw, universe) {
            return Refold.Difference(
                offset: entry.offset, author: S.author, field: field, expected: expected, recorded: recorded)
        }
        takeFirst()
        digest = .node(
            digest, .leaf(Array("\(raw.kind)|\(raw.at.nanoseconds)|\(raw.trace)|".utf8) + draft.event.encoded().body))
        return nil
    }

    private func difference(
        _ draft: Draft, _ entry: Entry, _ raw: RawEntry, _ universe: Universe?
    ) -> (field: String, expected: String, recorded: String)? {
        if draft.event.kind != entry.event.kind { return ("kind", draft.event.kind.rawValue, raw.kind) }
        if draft.cause != entry.cause { return ("cause", draft.cause.description, entry.cause.description) }
        if draft.at != entry.at { return ("at", draft.at.description, entry.at.description) }
        if draft.trace != entry.trace { return ("trace", draft.trace, entry.trace) }
        // An entry in an older wire form is brought to the form of this build before bodies are compared.
        let (version, body) = draft.event.encoded()
        let recorded = raw.version == version ? raw.body : entry.event.encoded().body
        guard body != recorded else { return nil }
        return (
            "body", JSON(reflecting: draft.event, naming: universe).text,
            JSON(reflecting: entry.event, naming: universe).text
        )
    }

    private mutating func takeFirst() {
        head += 1
        guard head >= 256 else { return }
        expected.removeFirst(head)
        head = 0
    }
}
