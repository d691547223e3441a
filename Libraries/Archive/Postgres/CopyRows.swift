internal import Contracts

/// Rows in Postgres's binary COPY format, built in one buffer.
///
/// Each `put` must match its column's type exactly: COPY converts nothing.
struct CopyRows {
    private var bytes: [UInt8] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Starts a row of so many columns.
    mutating func beginRow(columns: Int16) {
        if bytes.isEmpty {
            bytes.append(contentsOf: [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00])  // PGCOPY\n…
            append(Int32(0))  // flags
            append(Int32(0))  // length of the header's extension
        }
        append(columns)
        count += 1
    }

    mutating func putNull() { append(Int32(-1)) }

    /// `bigint`
    mutating func put(_ value: Int64) {
        append(Int32(8))
        append(value)
    }

    /// `integer`
    mutating func put(_ value: Int32) {
        append(Int32(4))
        append(value)
    }

    /// `double precision`
    mutating func put(_ value: Double) {
        append(Int32(8))
        append(value.bitPattern)
    }

    /// `bytea`
    mutating func put(_ value: [UInt8]) {
        append(Int32(value.count))
        bytes.append(contentsOf: value)
    }

    /// `text`. Postgres has no character zero, so one is shown as the replacement character.
    mutating func put(_ value: String) {
        guard !value.utf8.contains(0) else { return put(value.replacingZeros()) }
        append(Int32(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    mutating func put(_ value: String?) {
        if let value { put(value) } else { putNull() }
    }

    mutating func put(_ value: LogOffset) { put(Int64(value.rawValue)) }

    /// `timestamptz`, which holds microseconds; the exact instant is in the archived entry.
    mutating func put(_ value: Timestamp) {
        let microsecondsTo2000: Int64 = 946_684_800_000_000
        put(value.nanoseconds / 1000 - microsecondsTo2000)
    }

    /// `numeric`, exact.
    mutating func put(_ value: some FixedPoint) {
        let (whole, fraction) = value.nanos.magnitude.quotientAndRemainder(dividingBy: UInt64(nanosPerUnit))
        let scaled = fraction * 1000  // twelve decimals are three groups of four digits
        var groups = [whole / 100_000_000, whole / 10_000 % 10_000, whole % 10_000]
        groups += [scaled / 100_000_000, scaled / 10_000 % 10_000, scaled % 10_000]
        var weight: Int16 = 2
        while let first = groups.first, first == 0 {
            groups.removeFirst()
            weight -= 1
        }
        while let last = groups.last, last == 0 { groups.removeLast() }
        var decimals: Int16 = fraction == 0 ? 0 : 9
        var rest = fraction
        while rest != 0, rest % 10 == 0 {
            rest /= 10
            decimals -= 1
        }
        append(Int32(8 + 2 * groups.count))
        append(Int16(groups.count))
        append(groups.isEmpty ? 0 : weight)
        append(value.nanos < 0 ? Int16(0x4000) : 0)
        append(decimals)
        for group in groups { append(Int16(group)) }
    }

    mutating func put(_ value: (some FixedPoint)?) {
        if let value { put(value) } else { putNull() }
    }

    /// The whole stream with its trailer.
    consuming func finished() -> [UInt8] {
        precondition(count > 0, "a copy has rows")
        append(Int16(-1))
        return bytes
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

extension String {
    fileprivate func replacingZeros() -> String { String(map { $0 == "\0" ? "\u{FFFD}" : $0 }) }
}
