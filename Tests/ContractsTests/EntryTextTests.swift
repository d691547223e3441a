import Contracts
import Testing

@Suite struct `An entry as JSON` {
    private func text(_ name: String) throws -> String {
        let event = try #require(sampleEvents.first { $0.name == name }).event
        let entry = Entry(
            offset: LogOffset(12), at: Timestamp(nanoseconds: 1_751_313_600_000_000_000), by: .gateway,
            cause: LogOffset(11),
            trace: "20250630T200000Z", event: event)
        return try RawEntry(entry, recordedAt: Timestamp(nanoseconds: 1_751_313_600_000_123_000)).json()
    }

    @Test func `has decimals for prices and RFC 3339 for instants`() throws {
        #expect(
            try text("Fill") == """
                {"offset":12,"kind":"Fill","v":1,"at":"2025-06-30T20:00:00Z","recordedAt":"2025-06-30T20:00:00.000123Z",\
                "by":"gateway","cause":11,"trace":"20250630T200000Z","body":{"order":"paper-20250630T200000Z-GLD-0-1",\
                "execution":"20250701-1","instrument":0,"side":"sell","quantity":"2","price":"304.985",\
                "cumulativeQuantity":"5","commission":"0.01","happenedAt":"2025-06-30T20:00:00Z"}}
                """)
    }

    @Test func `shows what has no number as null`() throws {
        #expect(try text("FeatureFrame").contains(#""rows":[[1.0,-0.5,null],[1e+300,null,0.0]]"#))
        #expect(try text("BarFrame.gaps").contains(#""bars":[null,{"open":"304.83","#))
    }

    @Test func `shows the numbers of a refusal`() throws {
        #expect(
            try text("VerdictFrame").contains(
                #""because":{"reason":"orderNotionalAboveLimit","value":"30000","limit":"25000"}"#))
    }

    @Test func `escapes what JSON demands`() {
        #expect(JSONWriter.text(of: "a\"b\\c\n\u{1}é") == #""a\"b\\c\n\u0001é""#)
    }

    @Test func `separates members and elements`() {
        var json = JSONWriter()
        json.object {
            $0.put("empty") { _ in }
            $0.put("list", [1, 2]) { $1.write(into: &$0) }
            $0.put("none", String?.none)
            $0.put("nested") { $0.put("yes", true) }
        }
        #expect(
            String(decoding: json.bytes, as: UTF8.self)
                == #"{"empty":{},"list":[1,2],"none":null,"nested":{"yes":true}}"#)
    }

    @Test func `tells an unreadable body as an error where a list must go on`() {
        let raw = RawEntry(
            offset: LogOffset(3), kind: "Fill", version: 1, at: Timestamp(nanoseconds: 0),
            recordedAt: Timestamp(nanoseconds: 0),
            by: "gateway", cause: .start, trace: "", body: [0xFF])
        #expect(JSONWriter.text(of: raw).hasSuffix(#""error":"Fill: the body is not a message of this kind"}"#))
        #expect(throws: WireError.self) { try raw.json() }
    }
}
