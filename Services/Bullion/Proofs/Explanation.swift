import Archive
import Contracts

/// The chain from what became of an order back to what caused it, newest first.
struct Explanation {
    /// One entry of the chain, with what it says about the order's instrument.
    struct Link {
        let entry: Entry
        let lines: [String]
        let json: JSON
    }

    let order: OrderID
    let links: [Link]

    /// `nil` if no archived entry speaks of the order.
    init?(of order: OrderID, in archive: inout ArchiveReader) throws(ArchiveError) {
        let own = try archive.entries(ofOrder: order).map(\.entry)
        guard let first = own.first else { return nil }
        let configuration = try archive.configuration(at: first.offset).flatMap { archived -> BookConfiguration? in
            // One that does not decode names nothing; instruments and strategies are then shown by number.
            guard case .configChange(let change)? = try? archived.entry.decoded().event else { return nil }
            return change.configuration
        }
        var words = ExplanationWords(configuration)
        var links: [Link] = []
        for raw in own.reversed() { words.add(raw, to: &links) }
        // The order's first entry answers the verdict, and so on to a fact that answers nothing.
        var cause = first.cause
        while cause > .start, let raw = try archive.entry(at: cause)?.entry {
            words.add(raw, to: &links)
            // A cause is always older, whatever a forged entry says.
            guard raw.cause < cause else { break }
            cause = raw.cause
        }
        self.order = order
        self.links = links
    }

    var text: String {
        var lines = ["order \(order)"]
        let width = links.map { $0.entry.offset.description.count }.max() ?? 0
        for link in links {
            let offset = link.entry.offset.description
            let margin = String(repeating: " ", count: width - offset.count)
            for (place, line) in link.lines.enumerated() {
                let label = place == 0 ? "#\(offset)\(margin)" : String(repeating: " ", count: width + 1)
                lines.append("  \(label)  \(line)")
            }
        }
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        .members([
            "order": .string(order.text),
            "chain": .array(
                links.map { link in
                    .members([
                        "offset": .number(link.entry.offset.rawValue), "kind": .string(link.entry.event.kind.rawValue),
                        "at": .string(link.entry.at.description), "by": .string(link.entry.by.rawValue),
                        "cause": .number(link.entry.cause.rawValue), "says": link.json,
                    ])
                }),
        ])
    }
}
