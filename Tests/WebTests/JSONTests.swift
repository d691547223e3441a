import Testing
import Web

@Suite struct `A JSON reader` {
    @Test func `keeps the digits of a number as they were sent`() throws {
        let value = try JSONValue(parsing: #"{"p":0.1000000000000000055,"q":"1.50","n":-12,"e":1e-7}"#)
        #expect(value["p"]?.decimal == "0.1000000000000000055")
        #expect(value["q"]?.decimal == "1.50")
        #expect(value["n"]?.integer == -12)
        #expect(value["e"] == .number("1e-7"))
    }

    @Test func `tells null from absent only by the object`() throws {
        let value = try JSONValue(parsing: #"{"a":null}"#)
        #expect(value["a"] == nil)
        guard case .object(let object) = value else { throw JSONError(reason: .unexpectedEnd, offset: 0) }
        #expect(object["a"] == .null)
        #expect(object["b"] == nil)
    }

    @Test(arguments: [
        (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\uD83D\uDE00é""#, "é😀é"), (#""""#, ""),
    ])
    func `reads every escape`(text: String, meaning: String) throws {
        #expect(try JSONValue(parsing: text) == .string(meaning))
    }

    @Test(arguments: [
        ("", JSONError.Reason.unexpectedEnd), ("{", .unexpectedEnd), ("[1,", .unexpectedEnd), ("[1,]", .unexpectedByte),
        ("{\"a\":1,}", .unexpectedByte), ("01", .badNumber), ("1.", .badNumber), ("-", .badNumber), ("1e", .badNumber),
        ("+1", .unexpectedByte), ("NaN", .unexpectedByte), ("nul", .unexpectedEnd), ("tru3", .unexpectedByte),
        ("1 2", .trailingText), ("{\"a\":1,\"a\":2}", .repeatedMember), ("\"\\x\"", .badEscape),
        ("\"\\uD800\"", .badEscape), ("\"\\uDC00\"", .badEscape), ("\"a\nb\"", .unexpectedByte),
        ("'a'", .unexpectedByte),
        ("// a\n1", .unexpectedByte), ("<html>", .unexpectedByte),
    ])
    func `refuses what is not JSON`(text: String, reason: JSONError.Reason) {
        #expect { try JSONValue(parsing: text) } throws: { ($0 as? JSONError)?.reason == reason }
    }

    @Test func `refuses strings that are not UTF-8`() {
        #expect(throws: JSONError(reason: .notUTF8, offset: 1)) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
    }

    @Test func `refuses text that is nested too deeply`() {
        let text = String(repeating: "[", count: 100_000)
        #expect { try JSONValue(parsing: text) } throws: { ($0 as? JSONError)?.reason == .tooDeep }
    }

    @Test func `names the place of a fault`() {
        #expect(throws: JSONError(reason: .unexpectedByte, offset: 5)) {
            try JSONValue(parsing: "[1, 2x]".utf8.dropLast())
        }
    }

    @Test(arguments: UInt64(0)..<300) func `reads back what it wrote`(seed: UInt64) throws {
        var chance = SplitMix64(state: seed)
        let value = randomValue(&chance, depth: 0)
        #expect(try JSONValue(parsing: value.encoded) == value)
    }

    @Test(arguments: UInt64(0)..<300) func `survives any damage to a text`(seed: UInt64) {
        var chance = SplitMix64(state: seed)
        var bytes = randomValue(&chance, depth: 0).encoded
        for _ in 0..<3 where !bytes.isEmpty {
            bytes[Int.random(in: 0..<bytes.count, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
        }
        // Whether the damage left it readable is chance; that there is an answer at all is the point.
        _ = try? JSONValue(parsing: bytes)
    }

    private func randomValue(_ chance: inout SplitMix64, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &chance) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &chance))
        case 2: return .number(String(Int64.random(in: .min ... .max, using: &chance)))
        case 3, 4:
            let scalars = (0..<Int.random(in: 0...8, using: &chance)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &chance))
            }
            return .string(String(String.UnicodeScalarView(scalars)))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &chance)).map { _ in randomValue(&chance, depth: depth + 1) })
        default:
            return .object(
                JSONObject(
                    (0..<Int.random(in: 0...4, using: &chance)).map {
                        .init(name: "m\($0)", value: randomValue(&chance, depth: depth + 1))
                    }))
        }
    }
}

@Suite struct `A JSON member` {
    let order: JSONValue = ["id": "7", "qty": "x", "side": nil]

    @Test func `that is missing is named with what it must be`() {
        #expect(throws: JSONFieldError(name: "price", expected: "a price", found: nil)) {
            try order.required("price", "a price") { $0.text }
        }
        #expect(throws: JSONFieldError(name: "side", expected: "a string", found: nil)) {
            try order.requiredText("side")
        }
    }

    @Test func `that is not understood is quoted`() {
        let error = #expect(throws: JSONFieldError.self) { try order.optional("qty", "a decimal") { $0.integer } }
        #expect(error?.description == "qty is \"x\", which is not a decimal")
    }

    @Test func `that is optional may be null or absent`() throws {
        #expect(try order.optional("side", "a side") { $0.text } == nil)
        #expect(try order.optional("nothing", "a side") { $0.text } == nil)
        #expect(try order.optional("id", "an id") { $0.text } == "7")
    }
}

/// A small generator whose whole state is its seed (S. Vigna's SplitMix64).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
