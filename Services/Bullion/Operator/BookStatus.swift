import Contracts
import EventLog
import ServiceKit

/// What Redis says about a book at one moment.
struct BookStatus {
    struct Row {
        let service: String
        let heartbeat: Heartbeat?
        /// How far it has committed; `nil` for one whose cursor is not an offset of the log.
        let cursor: LogOffset?
    }

    let book: String
    let tip: LogOffset
    let archived: LogOffset
    /// Whether the recorder has compared this run of Redis with the archive.
    let isConfirmed: Bool
    let tier: RiskTier
    let rows: [Row]

    /// The services that a book is run by. `gateway` and `operator` are authors, not services.
    static let services = [
        "ingest", "features", "strategy", "allocator", "risk", "oms", "reconciler", "recorder", "api", "scheduler",
        "watchdog",
    ]

    /// Those whose cursor is a place in the log; the others' are places in sources of their own.
    private static let followers = ["features", "strategy", "allocator", "risk", "oms", "reconciler", "recorder"]

    init(on address: LogAddress) throws {
        var connection = try address.connect(timeout: .seconds(3))
        var reader = try LogReader(on: address)
        var mark = try ArchiveMark(on: address)
        var heartbeats = try Heartbeats(on: address)
        book = address.book
        tip = try reader.tip()
        archived = try mark.read()
        isConfirmed = try Generation.isPublished(address.keys, on: &connection)
        tier = try Self.tier(&reader)
        let beats = try heartbeats.read(Self.services)
        var rows: [Row] = []
        for name in Self.services {
            let cursor =
                Self.followers.contains(name)
                ? try connection.send("HGET", address.keys.service(name), "cursor").text.flatMap { UInt64($0) } : nil
            rows.append(
                Row(service: name, heartbeat: beats.first { $0.service == name }, cursor: cursor.map { LogOffset($0) }))
        }
        self.rows = rows
    }

    private static func tier(_ reader: inout LogReader) throws -> RiskTier {
        guard let entry = try reader.newest(of: .tierChange), case .tierChange(let change) = try entry.decoded().event
        else {
            return .normal
        }
        return change.to
    }

    var isWell: Bool { isConfirmed && rows.allSatisfy { $0.heartbeat != nil } }
}

// MARK: As text and as JSON

extension BookStatus {
    func text(local: [ServiceStatus], killMode: String?) -> String {
        var lines = [
            "book \(book)   tier \(tier.name)   kill file \(killMode ?? "none")   log tip \(tip)   archived \(archived)   "
                + (isConfirmed ? "log confirmed by the archive" : "log NOT confirmed by the archive"),
            row("SERVICE", "HEARTBEAT", "CURSOR", "LAG", "INSTANCE", "HERE"),
        ]
        for status in rows {
            let here = local.first { $0.service == status.service }
            lines.append(
                row(
                    status.service, status.heartbeat.map { "\(milliseconds($0.age)) ms ago" } ?? "SILENT",
                    status.cursor.map(\.description) ?? "-", lag(status).map(String.init) ?? "-",
                    status.heartbeat?.instance ?? "-",
                    here.map { "\($0.state.rawValue) \(Int($0.ageSeconds)) s ago, pid \($0.pid)" } ?? "-"))
        }
        return lines.joined(separator: "\n")
    }

    func json(local: [ServiceStatus], killMode: String?) -> JSON {
        .members([
            "book": .string(book), "tier": .string(tier.name), "killFile": killMode.map(JSON.string) ?? .null,
            "tip": .number(tip.rawValue), "archived": .number(archived.rawValue), "isConfirmed": .bool(isConfirmed),
            "isWell": .bool(isWell),
            "services": .array(
                rows.map { status in
                    let here = local.first { $0.service == status.service }
                    return .members([
                        "service": .string(status.service), "isHeard": .bool(status.heartbeat != nil),
                        "heartbeatAgeMilliseconds": status.heartbeat.map { .number(milliseconds($0.age)) } ?? .null,
                        "instance": status.heartbeat.map { .string($0.instance) } ?? .null,
                        "cursor": status.cursor.map { .number($0.rawValue) } ?? .null,
                        "lag": lag(status).map { .number($0) } ?? .null,
                        "pid": here.map { .number($0.pid) } ?? .null,
                    ])
                }),
        ])
    }

    private func lag(_ row: Row) -> UInt64? { row.cursor.map { tip.rawValue - min(tip.rawValue, $0.rawValue) } }

    private func row(_ columns: String...) -> String {
        zip(columns, [12, 13, 10, 6, 24, 0]).map { text, width in
            text + String(repeating: " ", count: max(1, width - text.count))
        }.joined().trimmingSuffix
    }

    private func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}

extension String {
    /// Without the blanks at the end.
    fileprivate var trimmingSuffix: String { String(reversed().drop { $0 == " " }.reversed()) }
}
