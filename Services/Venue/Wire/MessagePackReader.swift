import Contracts

/// Why bytes are not MessagePack, and where.
struct MessagePackError: Error, Hashable, CustomStringConvertible {
    let offset: Int
    let problem: String
    var description: String { "byte \(offset): \(problem)" }
}

/// Reads one MessagePack value that fills its bytes.
struct MessagePackReader {
    private static let deepest = 32
    private let bytes: [UInt8]
    private var place = 0

    static func read(_ bytes: [UInt8]) throws(MessagePackError) -> WireValue {
        var reader = MessagePackReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        guard reader.place == bytes.count else { throw reader.error("something follows the value") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func value(depth: Int) throws(MessagePackError) -> WireValue {
        guard depth < Self.deepest else { throw error("nested deeper than \(Self.deepest)") }
        let head = try integer(UInt8.self)
        switch head {
        case 0x00...0x7f: return .integer(Int64(head))
        case 0x80...0x8f: return try object(Int(head & 15), depth)
        case 0x90...0x9f: return try list(Int(head & 15), depth)
        case 0xa0...0xbf: return try text(Int(head & 31))
        case 0xc0: return .null
        case 0xc2: return .boolean(false)
        case 0xc3: return .boolean(true)
        case 0xc4, 0xd9: return try text(Int(try integer(UInt8.self)))
        case 0xc5, 0xda: return try text(Int(try integer(UInt16.self)))
        case 0xc6, 0xdb: return try text(Int(try integer(UInt32.self)))
        case 0xc7: return try instant(Int(try integer(UInt8.self)))
        case 0xca: return .number(Float(bitPattern: try integer(UInt32.self)).description)
        case 0xcb: return .number(Double(bitPattern: try integer(UInt64.self)).description)
        case 0xcc: return .integer(Int64(try integer(UInt8.self)))
        case 0xcd: return .integer(Int64(try integer(UInt16.self)))
        case 0xce: return .integer(Int64(try integer(UInt32.self)))
        case 0xcf: return try unsigned()
        case 0xd0: return .integer(Int64(try integer(Int8.self)))
        case 0xd1: return .integer(Int64(try integer(Int16.self)))
        case 0xd2: return .integer(Int64(try integer(Int32.self)))
        case 0xd3: return .integer(try integer(Int64.self))
        case 0xd6: return try instant(4)
        case 0xd7: return try instant(8)
        case 0xdc: return try list(Int(try integer(UInt16.self)), depth)
        case 0xdd: return try list(Int(try integer(UInt32.self)), depth)
        case 0xde: return try object(Int(try integer(UInt16.self)), depth)
        case 0xdf: return try object(Int(try integer(UInt32.self)), depth)
        case 0xe0...0xff: return .integer(Int64(Int8(bitPattern: head)))
        default: throw error("a type that is not used here")
        }
    }

    private mutating func unsigned() throws(MessagePackError) -> WireValue {
        guard let value = Int64(exactly: try integer(UInt64.self)) else { throw error("a number beyond 63 bits") }
        return .integer(value)
    }

    private mutating func object(_ count: Int, _ depth: Int) throws(MessagePackError) -> WireValue {
        // Each member takes at least two bytes, so a false count cannot make us reserve memory.
        guard count <= (bytes.count - place) / 2 else { throw error("a map is cut") }
        var members: [WireMember] = []
        for _ in 0..<count {
            guard case .text(let name) = try value(depth: depth + 1) else { throw error("a map's key is not text") }
            members.append(WireMember(name: name, value: try value(depth: depth + 1)))
        }
        return .object(members)
    }

    private mutating func list(_ count: Int, _ depth: Int) throws(MessagePackError) -> WireValue {
        guard count <= bytes.count - place else { throw error("a list is cut") }
        var items: [WireValue] = []
        for _ in 0..<count { items.append(try value(depth: depth + 1)) }
        return .list(items)
    }

    private mutating func text(_ count: Int) throws(MessagePackError) -> WireValue {
        guard count <= bytes.count - place else { throw error("a text is cut") }
        guard let text = String(validating: bytes[place..<(place + count)], as: UTF8.self) else {
            throw error("not UTF-8")
        }
        place += count
        return .text(text)
    }

    private mutating func instant(_ count: Int) throws(MessagePackError) -> WireValue {
        guard try integer(Int8.self) == -1 else { throw error("an extension that is not a timestamp") }
        let seconds: Int64
        let nanos: Int64
        switch count {
        case 4: (seconds, nanos) = (Int64(try integer(UInt32.self)), 0)
        case 8:
            let both = try integer(UInt64.self)
            (seconds, nanos) = (Int64(both & (1 << 34 - 1)), Int64(both >> 34))
        case 12:
            nanos = Int64(try integer(UInt32.self))
            seconds = try integer(Int64.self)
        default: throw error("a timestamp of \(count) bytes")
        }
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: nanosPerUnit)
        guard !overflow, nanos < nanosPerUnit, whole <= .max - nanos else { throw error("a timestamp out of range") }
        return .instant(Timestamp(nanoseconds: whole + nanos))
    }

    private mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws(MessagePackError) -> Integer
    {
        let size = MemoryLayout<Integer>.size
        guard size <= bytes.count - place else { throw error("the value is cut") }
        var result: Integer = 0
        withUnsafeMutableBytes(of: &result) { $0.copyBytes(from: bytes[place..<(place + size)]) }
        place += size
        return Integer(bigEndian: result)
    }

    private func error(_ problem: String) -> MessagePackError { MessagePackError(offset: place, problem: problem) }
}
