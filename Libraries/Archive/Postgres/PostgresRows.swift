internal import CLibpq

/// The rows that a statement answered, in binary form.
///
/// Reading a column as a type it does not have is our mistake and traps; a `NULL` is `nil`.
public struct PostgresRows: ~Copyable {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }
    deinit { PQclear(result) }

    public var count: Int { Int(PQntuples(result)) }

    /// A `smallint`, `integer` or `bigint`.
    public func integer(_ row: Int, _ column: Int) -> Int64? {
        guard let bytes = field(row, column) else { return nil }
        precondition([2, 4, 8].contains(bytes.count), "an integer column has 2, 4 or 8 bytes")
        let magnitude = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let unused = 64 - bytes.count * 8
        return (Int64(bitPattern: magnitude) << unused) >> unused
    }

    /// A `text`, `varchar` or `name`.
    public func text(_ row: Int, _ column: Int) -> String? {
        field(row, column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A `bytea`.
    public func bytes(_ row: Int, _ column: Int) -> [UInt8]? { field(row, column).map { Array($0) } }

    /// A `boolean`.
    public func boolean(_ row: Int, _ column: Int) -> Bool? {
        guard let bytes = field(row, column) else { return nil }
        precondition(bytes.count == 1, "a boolean column has one byte")
        return bytes[0] != 0
    }

    private func field(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
        precondition(
            (0..<count).contains(row) && (0..<Int(PQnfields(result))).contains(column), "a field of these rows")
        guard PQgetisnull(result, Int32(row), Int32(column)) == 0 else { return nil }
        let length = Int(PQgetlength(result, Int32(row), Int32(column)))
        return UnsafeRawBufferPointer(start: PQgetvalue(result, Int32(row), Int32(column)), count: length)
    }
}
