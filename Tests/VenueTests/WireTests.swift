import Contracts
import Testing

@testable import bullion_venue

@Suite struct `The JSON reader` {
    @Test func `keeps the literal text of numbers`() throws {
        let value = try JSONReader.read(
            Array(#"{"qty": 0.123456789, "big": 1e-7, "text": "a\"\u00e9\ud83d\ude00"}"#.utf8))
        #expect(value["qty"] == .number("0.123456789"))
        #expect(value["big"] == .number("1e-7"))
        #expect(value["text"] == "a\"é😀")
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "01", "1.", ".5", "+1", "1e", "nul", "\"\u{1}\"", "\"\\x\"",
        "\"\\ud800\"",
        "{} {}", "NaN", "'a'", String(repeating: "[", count: 100),
    ])
    func `refuses what is not JSON`(text: String) {
        #expect(throws: JSONError.self) { try JSONReader.read(Array(text.utf8)) }
    }

    @Test func `refuses broken UTF-8`() {
        #expect(throws: JSONError.self) { try JSONReader.read([0x22, 0xff, 0x22]) }
    }

    @Test(arguments: UInt64(1)...40) func `never reads past broken bytes`(seed: UInt64) {
        var chance = TestChance(seed: seed)
        for _ in 0..<300 {
            var bytes = WireValue.sample(&chance, depth: 3).json
            for _ in 0..<Int.random(in: 1...3, using: &chance) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
            }
            _ = try? JSONReader.read(bytes)  // Reading or refusing are both right; ending the process is not.
            _ = try? MessagePackReader.read(bytes)
        }
    }
}

@Suite struct `MessagePack` {
    @Test(arguments: UInt64(1)...40) func `reads back what it wrote`(seed: UInt64) throws {
        var chance = TestChance(seed: seed)
        for _ in 0..<50 {
            let value = WireValue.sample(&chance, depth: 4)
            #expect(try MessagePackReader.read(value.messagePack) == value)
        }
    }

    @Test(
        arguments: [
            (Int64(0), [0xd6, 0xff, 0, 0, 0, 0]), (1_700_000_000_000_000_000, [0xd6, 0xff, 0x65, 0x53, 0xf1, 0x00]),
            (1_700_000_000_000_000_001, [0xd7, 0xff, 0, 0, 0, 4, 0x65, 0x53, 0xf1, 0x00]),
            (-1, [0xc7, 12, 0xff, 0x3b, 0x9a, 0xc9, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ] as [(Int64, [UInt8])])
    func `writes instants as timestamp extensions`(nanoseconds: Int64, bytes: [UInt8]) throws {
        let value = WireValue.instant(Timestamp(nanoseconds: nanoseconds))
        #expect(value.messagePack == bytes)
        #expect(try MessagePackReader.read(bytes) == value)
    }

    @Test func `writes a price as a float`() {
        #expect(WireValue.number("1.5").messagePack == [0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0])
    }

    @Test(
        arguments: [
            [0xdd, 0xff, 0xff, 0xff, 0xff], [0xdf, 0xff, 0xff, 0xff, 0xff], [0xdb, 0xff, 0xff, 0xff, 0xff], [0xc1], [],
        ] as [[UInt8]])
    func `refuses false lengths`(bytes: [UInt8]) {
        #expect(throws: MessagePackError.self) { try MessagePackReader.read(bytes) }
    }
}

@Suite struct `A decimal of a client` {
    @Test(
        arguments: [
            ("1.0", 1_000_000_000, true), ("0.123456789", 123_456_789, true), ("1e-08", 10, true),
            ("1.5E+2", 150_000_000_000, true),
            ("-2.5", -2_500_000_000, true), ("0.1234567891", 123_456_789, false), ("0.1000000000", 100_000_000, true),
            ("12e0", 12_000_000_000, true),
        ] as [(String, Int64, Bool)])
    func `is taken from its text`(text: String, nanos: Int64, isExact: Bool) {
        let decimal = ExactDecimal(text)
        #expect(decimal?.nanos == nanos && decimal?.isExact == isExact)
    }

    @Test(arguments: ["", "x", "1e", "1e99", "e5", "1.2.3", "--1", "99999999999"]) func `is refused otherwise`(
        text: String
    ) {
        #expect(ExactDecimal(text) == nil)
    }
}

struct TestChance: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

extension WireValue {
    /// A value that both codecs can carry without loss.
    static func sample(_ chance: inout TestChance, depth: Int) -> WireValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &chance) {
        case 0: .null
        case 1: .boolean(Bool.random(using: &chance))
        case 2: .integer(Int64.random(in: Int64.min...Int64.max, using: &chance))
        case 3: .integer(Int64.random(in: -40...140, using: &chance))
        case 4: .text(String(repeating: "é", count: Int.random(in: 0...40, using: &chance)))
        case 5: .instant(Timestamp(nanoseconds: Int64.random(in: Int64.min / 2...Int64.max / 2, using: &chance)))
        case 6: .list((0..<Int.random(in: 0...20, using: &chance)).map { _ in sample(&chance, depth: depth - 1) })
        default:
            .object(
                (0..<Int.random(in: 0...20, using: &chance)).map {
                    WireMember(name: "m\($0)", value: sample(&chance, depth: depth - 1))
                })
        }
    }
}
