import Contracts

/// Why bytes are not JSON, and where.
struct JSONError: Error, Hashable, CustomStringConvertible {
    let offset: Int
    let problem: String
    var description: String { "byte \(offset): \(problem)" }
}

/// Reads strict JSON (RFC 8259) and keeps each number's literal text. Repeated names, deep nesting and broken UTF-8 are errors.
struct JSONReader {
    private static let deepest = 32
    private let bytes: [UInt8]
    private var place = 0

    static func read(_ bytes: [UInt8]) throws(JSONError) -> WireValue {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw JSONError(offset: 0, problem: "not UTF-8") }
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.place == bytes.count else { throw reader.error("something follows the value") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func value(depth: Int) throws(JSONError) -> WireValue {
        guard depth < Self.deepest else { throw error("nested deeper than \(Self.deepest)") }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> WireValue {
        place += 1
        var members: [WireMember] = []
        if try closes(UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipSpace()
            let name = try string()
            guard !members.contains(where: { $0.name == name }) else { throw error("\"\(name)\" is there twice") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw error("a colon is missing") }
            members.append(WireMember(name: name, value: try value(depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw error("a comma is missing") }
        }
    }

    private mutating func list(depth: Int) throws(JSONError) -> WireValue {
        place += 1
        var items: [WireValue] = []
        if try closes(UInt8(ascii: "]")) { return .list([]) }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .list(items) }
            guard take(UInt8(ascii: ",")) else { throw error("a comma is missing") }
        }
    }

    private mutating func closes(_ byte: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        return take(byte)
    }

    private mutating func string() throws(JSONError) -> String {
        guard take(UInt8(ascii: "\"")) else { throw error("a string is missing") }
        var text: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw error("a control character inside a string")
            default: text.append(byte)
            }
        }
        throw error("a string has no end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard place < bytes.count else { throw error("a string has no end") }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xd800..<0xdc00).contains(code) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw error("half a surrogate pair") }
                let low = try hexadecimal()
                guard (0xdc00..<0xe000).contains(low) else { throw error("half a surrogate pair") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error("half a surrogate pair") }
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw error("an unknown escape")
        }
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard place + 4 <= bytes.count else { throw error("an escape is cut") }
        var code: UInt32 = 0
        for byte in bytes[place..<(place + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("not a hexadecimal digit")
            }
            code = code << 4 | UInt32(digit)
        }
        place += 4
        return code
    }

    private mutating func number() throws(JSONError) -> WireValue {
        let start = place
        _ = take(UInt8(ascii: "-"))
        guard let first = peek, isDigit(first) else { throw error("a value is missing") }
        place += 1
        if first != UInt8(ascii: "0") { skipDigits() }
        if take(UInt8(ascii: ".")) {
            guard skipDigits() > 0 else { throw error("a fraction without digits") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            guard skipDigits() > 0 else { throw error("an exponent without digits") }
        }
        return .number(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    @discardableResult
    private mutating func skipDigits() -> Int {
        let start = place
        while let byte = peek, isDigit(byte) { place += 1 }
        return place - start
    }

    private mutating func word(_ word: String, _ value: WireValue) throws(JSONError) -> WireValue {
        guard bytes[place...].starts(with: word.utf8) else { throw error("an unknown word") }
        place += word.utf8.count
        return value
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { place += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        place += 1
        return true
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }
    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private func error(_ problem: String) -> JSONError { JSONError(offset: place, problem: problem) }
}
