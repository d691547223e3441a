/// An entry as it stands in Redis and in the archive: fields as text, the body still in its wire form.
///
/// Readers look at `kind` first and decode only what concerns them.
public struct RawEntry: Hashable, Sendable {
    public let offset: LogOffset
    public let kind: String
    public let version: Int
    public let at: Timestamp
    /// Our wall clock at the append, to the microsecond. It differs from run to run, so no decision may read it.
    public let recordedAt: Timestamp
    public let by: String
    public let cause: LogOffset
    public let trace: String
    public let body: [UInt8]

    public init(
        offset: LogOffset, kind: String, version: Int, at: Timestamp, recordedAt: Timestamp, by: String,
        cause: LogOffset, trace: String, body: [UInt8]
    ) {
        self.offset = offset
        self.kind = kind
        self.version = version
        self.at = at
        self.recordedAt = recordedAt
        self.by = by
        self.cause = cause
        self.trace = trace
        self.body = body
    }

    /// The bytes whose hash is this entry's leaf in the audit tree: every field, each with its length before it.
    public var auditBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count + 96)
        func put(_ field: some Collection<UInt8>) {
            withUnsafeBytes(of: UInt32(field.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: field)
        }
        for field in [
            offset.description, kind, String(version), String(at.nanoseconds), String(recordedAt.nanoseconds), by,
            cause.description, trace,
        ] {
            put(field.utf8)
        }
        put(body)
        return bytes
    }
}
