import Contracts

/// The first 256 bytes of a bar file. Numbers are little-endian; texts are UTF-8, filled up with zeros.
///
/// | bytes | what |
/// |---|---|
/// | 0–7 | `BULLBARS` |
/// | 8–11 | version, 1 |
/// | 12–15 | length of this header, 256 |
/// | 16–23 | rows |
/// | 24–31 | seconds that a bar covers |
/// | 32 | adjustment: 0 unknown, 1 none, 2 splits, 3 splits and dividends |
/// | 33 | bit 0: closes only; bit 1: volumes are rounded |
/// | 40–51 | symbol |
/// | 56–119 | source |
/// | 120–143 | CRC-32C of each column: time, open, high, low, close, volume |
/// | 252–255 | CRC-32C of the bytes before |
///
/// All else is zero. The columns follow, eight bytes a value.
struct BarStoreHeader: Hashable {
    static let length = 256
    static let version: UInt32 = 1
    static let magic = Array("BULLBARS".utf8)

    var identity: SeriesIdentity
    var rows: Int
    /// One for each of `BarColumn.allCases`.
    var checksums: [UInt32]

    var fileLength: Int { Self.length + rows * 8 * BarColumn.allCases.count }

    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.length)
        func put(_ values: some Collection<UInt8>, at place: Int) {
            bytes.replaceSubrange(place..<(place + values.count), with: values)
        }
        func put(_ value: some FixedWidthInteger, at place: Int) {
            put(withUnsafeBytes(of: value.littleEndian) { Array($0) }, at: place)
        }
        put(Self.magic, at: 0)
        put(Self.version, at: 8)
        put(UInt32(Self.length), at: 12)
        put(Int64(rows), at: 16)
        put(identity.interval.seconds, at: 24)
        put(identity.adjustment.rawValue, at: 32)
        put((identity.isCloseOnly ? UInt8(1) : 0) | (identity.hasRoundedVolume ? 2 : 0), at: 33)
        put(Array(identity.symbol.name.utf8), at: 40)
        put(Self.cut(identity.source), at: 56)
        for (place, checksum) in checksums.enumerated() { put(checksum, at: 120 + 4 * place) }
        put(bytes.withUnsafeBytes { Crc32c.checksum(UnsafeRawBufferPointer(rebasing: $0[..<252])) }, at: 252)
        return bytes
    }

    init(identity: SeriesIdentity, rows: Int, checksums: [UInt32]) {
        precondition(checksums.count == BarColumn.allCases.count, "every column has a checksum")
        self.identity = identity
        self.rows = rows
        self.checksums = checksums
    }

    /// Reads the header of `file` from its first bytes, of which there are at least 256.
    init(_ bytes: UnsafeRawBufferPointer, file: String) throws(BarStoreError) {
        guard bytes.prefix(8).elementsEqual(Self.magic) else { throw .notABarFile(file: file) }
        func number<Number: FixedWidthInteger>(_ place: Int, as type: Number.Type) -> Number {
            Number(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: type))
        }
        func text(_ place: Int, _ length: Int) -> String? {
            String(validating: bytes[place..<(place + length)].prefix { $0 != 0 }, as: UTF8.self)
        }
        let version = number(8, as: UInt32.self)
        guard version == Self.version else { throw .unknownVersion(file: file, version) }
        guard Crc32c.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<252])) == number(252, as: UInt32.self) else {
            throw .damaged(file: file, part: "header")
        }
        // Behind a right checksum these fail only where another program wrote the header.
        guard number(12, as: UInt32.self) == UInt32(Self.length),
            let rows = Int(exactly: number(16, as: Int64.self)), (0...(Int.max / 64)).contains(rows),
            let interval = BarInterval(seconds: number(24, as: Int64.self)),
            let adjustment = Adjustment(rawValue: bytes[32]), let symbol = text(40, 12).flatMap(Symbol.init),
            let source = text(56, 64)
        else { throw .damaged(file: file, part: "header") }
        identity = SeriesIdentity(symbol: symbol, interval: interval, adjustment: adjustment, source: source)
        identity.isCloseOnly = bytes[33] & 1 != 0
        identity.hasRoundedVolume = bytes[33] & 2 != 0
        self.rows = rows
        checksums = BarColumn.allCases.map { number(120 + 4 * $0.rawValue, as: UInt32.self) }
    }

    /// At most 64 bytes of a text, cut between characters.
    private static func cut(_ text: String) -> [UInt8] {
        var text = text[...]
        while text.utf8.count > 64 { text.removeLast() }
        return Array(text.utf8)
    }
}
