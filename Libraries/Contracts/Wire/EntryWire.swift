extension RawEntry {
    /// The entry with its body read.
    public func decoded() throws(WireError) -> Entry {
        guard let known = EventKind(rawValue: kind) else {
            throw WireError(kind: kind, field: "kind", problem: .unknownName(kind))
        }
        guard let author = Author(rawValue: by) else {
            throw WireError(kind: kind, field: "by", problem: .unknownName(by))
        }
        let event = try Event(kind: known, version: version, body: body)
        return Entry(offset: offset, at: at, by: author, cause: cause, trace: trace, event: event)
    }

    /// The form in which `entry` stands in Redis and in the archive.
    public init(_ entry: Entry, recordedAt: Timestamp) {
        let (version, body) = entry.event.encoded()
        self.init(
            offset: entry.offset, kind: entry.event.kind.rawValue, version: version, at: entry.at,
            recordedAt: recordedAt, by: entry.by.rawValue, cause: entry.cause, trace: entry.trace, body: body)
    }
}
