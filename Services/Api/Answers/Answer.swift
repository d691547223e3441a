import Contracts

/// The text of one answer, and when what it shows last changed.
struct Answer: Sendable {
    var status = 200
    var type = "application/json; charset=utf-8"
    var body: [UInt8]

    /// An object whose first member is the offset of its newest change.
    ///
    /// The offset of the log itself is in a header, not here: an answer that says the same keeps its bytes, and so its ETag.
    init(changedAt offset: LogOffset, _ fill: (inout JSONWriter) -> Void) {
        var json = JSONWriter()
        json.object {
            $0.put("offset", offset)
            fill(&$0)
        }
        body = json.bytes
    }

    /// A list with where to go on reading: `next` is the `since` of the following request.
    init<Item>(
        _ name: String, _ page: Page<Item>, changedAt offset: LogOffset, offsetOf: (Item) -> LogOffset,
        _ each: (inout JSONWriter, Item) -> Void
    ) {
        let next = page.items.last.map(offsetOf) ?? offset
        self.init(changedAt: offset) { json in
            json.put("next", next)
            json.put("more", page.hasMore)
            json.put(name, page.items, each)
        }
    }

    init(_ problem: Problem) {
        status = problem.status
        body = Array(JSONWriter.text(of: problem).utf8)
    }

    init(text: String, type: String) {
        self.type = type
        body = Array(text.utf8)
    }
}
