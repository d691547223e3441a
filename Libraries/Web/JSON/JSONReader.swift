/// Where and why a text is not JSON.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: String, Hashable, Sendable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "this byte can't stand here"
        case badNumber = "not a JSON number"
        case badEscape = "not a JSON escape"
        case notUTF8 = "a string is not UTF-8"
        case tooDeep = "nested too deeply"
        case repeatedMember = "an object has a member twice"
        case trailingText = "there is text after the value"
    }

    public let reason: Reason
    /// In bytes, from 0.
    public let offset: Int

    public init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String { "byte \(offset): \(reason.rawValue)" }
}

extension JSONValue {
    /// Reads exactly one value, as RFC 8259 has it and no more: no comments, no trailing commas, no member twice.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
        var reader = JSONReader(bytes: Array(bytes))
        self = try reader.wholeText()
    }

    public init(parsing text: String) throws(JSONError) { try self.init(parsing: text.utf8) }
}

/// A recursive reader over bytes. The depth it allows keeps hostile text from using up the stack.
private struct JSONReader {
    static let greatestDepth = 64

    let bytes: [UInt8]
    var place = 0

    mutating func wholeText() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard place == bytes.count else { throw JSONError(reason: .trailingText, offset: place) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.greatestDepth else { throw JSONError(reason: .tooDeep, offset: place) }
        skipSpace()
        switch try current() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        var object = JSONObject()
        place += 1
        skipSpace()
        if try current() == UInt8(ascii: "}") {
            place += 1
            return object
        }
        while true {
            skipSpace()
            let start = place
            guard try current() == UInt8(ascii: "\"") else { throw JSONError(reason: .unexpectedByte, offset: place) }
            let name = try string()
            guard object[name] == nil else { throw JSONError(reason: .repeatedMember, offset: start) }
            skipSpace()
            try expect(UInt8(ascii: ":"))
            object.members.append(.init(name: name, value: try value(depth: depth + 1)))
            guard try goesOn(until: UInt8(ascii: "}")) else { return object }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        place += 1
        skipSpace()
        if try current() == UInt8(ascii: "]") {
            place += 1
            return elements
        }
        while true {
            elements.append(try value(depth: depth + 1))
            guard try goesOn(until: UInt8(ascii: "]")) else { return elements }
        }
    }

    /// Whether a comma follows; false after the closing bracket.
    private mutating func goesOn(until end: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        if try current() == end {
            place += 1
            return false
        }
        try expect(UInt8(ascii: ","))
        return true
    }

    private mutating func string() throws(JSONError) -> String {
        place += 1
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
            guard bytes[place] >= 0x20 else { throw JSONError(reason: .unexpectedByte, offset: place) }
            place += 1
        }
        guard try current() == UInt8(ascii: "\\") else {
            defer { place += 1 }
            return try text(bytes[start..<place], at: start)
        }
        return try escapedString(from: start)
    }

    /// The rest of a string that has escapes in it.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var decoded = Array(bytes[start..<place])
        while true {
            let byte = try current()
            if byte == UInt8(ascii: "\"") {
                place += 1
                return try text(decoded[...], at: start)
            }
            guard byte >= 0x20 else { throw JSONError(reason: .unexpectedByte, offset: place) }
            place += 1
            if byte == UInt8(ascii: "\\") {
                decoded += try escape()
            } else {
                decoded.append(byte)
            }
        }
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        let offset = place - 1
        let byte = try current()
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): break
        default: throw JSONError(reason: .badEscape, offset: offset)
        }
        var units = [try hexUnit(offset)]
        if (0xD800..<0xDC00).contains(units[0]) {
            guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
            else {
                throw JSONError(reason: .badEscape, offset: offset)
            }
            place += 2
            units.append(try hexUnit(offset))
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw JSONError(reason: .badEscape, offset: offset)
        }
        return Array(text.utf8)
    }

    private mutating func hexUnit(_ offset: Int) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let byte = try current()
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw JSONError(reason: .badEscape, offset: offset)
            }
            unit = unit << 4 | UInt16(digit)
            place += 1
        }
        return unit
    }

    private mutating func number() throws(JSONError) -> String {
        let start = place
        if peek() == UInt8(ascii: "-") { place += 1 }
        let whole = digits()
        let hasLeadingZero = whole > 1 && bytes[place - whole] == UInt8(ascii: "0")
        guard whole > 0, !hasLeadingZero else {
            throw JSONError(reason: place == start ? .unexpectedByte : .badNumber, offset: start)
        }
        if peek() == UInt8(ascii: ".") {
            place += 1
            guard digits() > 0 else { throw JSONError(reason: .badNumber, offset: start) }
        }
        if let byte = peek(), byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            place += 1
            if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { place += 1 }
            guard digits() > 0 else { throw JSONError(reason: .badNumber, offset: start) }
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = place
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        return place - start
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let start = place
        for offset in 0..<word.utf8CodeUnitCount {
            guard try current() == word.utf8Start[offset] else {
                throw JSONError(reason: .unexpectedByte, offset: start)
            }
            place += 1
        }
        return value
    }

    private func text(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(JSONError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw JSONError(reason: .notUTF8, offset: offset)
        }
        return text
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try current() == byte else { throw JSONError(reason: .unexpectedByte, offset: place) }
        place += 1
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private func peek() -> UInt8? { place < bytes.count ? bytes[place] : nil }

    private func current() throws(JSONError) -> UInt8 {
        guard place < bytes.count else { throw JSONError(reason: .unexpectedEnd, offset: place) }
        return bytes[place]
    }
}
