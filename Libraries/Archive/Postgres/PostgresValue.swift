/// One parameter of a statement. Values travel beside the statement, never inside its text.
public enum PostgresValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    /// A log offset as Postgres holds it.
    static func offset(_ value: UInt64) -> PostgresValue { .integer(Int64(value)) }

    /// The server's number for the type; zero lets the server infer it.
    var typeIdentifier: UInt32 {
        switch self {
        case .null: 0
        case .integer: 20
        case .text: 25
        case .bytes: 17
        }
    }

    /// The value in Postgres's binary form.
    private var wire: [UInt8]? {
        switch self {
        case .null: nil
        case .integer(let value): withUnsafeBytes(of: value.bigEndian) { Array($0) }
        case .text(let value): Array(value.utf8)
        case .bytes(let value): value
        }
    }

    /// Calls `body` with the three parallel arrays that libpq takes.
    static func withPointers<Answer>(
        to values: [PostgresValue],
        _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Answer
    ) -> Answer {
        let wires = values.map(\.wire)
        let lengths = wires.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: values.count)
        // One buffer for all, padded by a byte so that an empty value still has an address of its own.
        var buffer: [UInt8] = []
        var starts: [Int] = []
        for wire in wires {
            starts.append(buffer.count)
            buffer.append(contentsOf: wire ?? [])
            buffer.append(0)
        }
        return buffer.withUnsafeBytes { raw in
            let pointers = zip(wires, starts).map { wire, start -> UnsafePointer<CChar>? in
                guard wire != nil, let base = raw.baseAddress else { return nil }
                return (base + start).assumingMemoryBound(to: CChar.self)
            }
            return body(pointers, lengths, formats)
        }
    }
}
