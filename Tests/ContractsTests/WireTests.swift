import Contracts
import Testing

@Suite struct `The wire form of an event` {
    @Test func `has a sample and golden bytes for every kind`() {
        for kind in EventKind.allCases {
            #expect(sampleEvents.contains { $0.event.kind == kind }, "no sample of \(kind)")
        }
        #expect(sampleEvents.map(\.name) == goldenBodies.map(\.name))
    }

    @Test func `is byte for byte what it was when its version was made`() {
        for ((name, event), golden) in zip(sampleEvents, goldenBodies) {
            let (version, body) = event.encoded()
            #expect(version == golden.version, "\(name)")
            #expect(hex(body) == golden.body, "\(name)")
        }
    }

    @Test func `reads golden bytes of every version back as the event they were made from`() throws {
        for ((name, event), golden) in zip(sampleEvents, goldenBodies) {
            let body = try #require(bytes(hex: golden.body), "\(name)")
            #expect(try Event(kind: event.kind, version: golden.version, body: body) == event, "\(name)")
        }
    }

    @Test func `takes an entry through Redis form and back`() throws {
        for (name, event) in sampleEvents {
            let entry = Entry(
                offset: LogOffset(12), at: Timestamp(nanoseconds: 5), by: .gateway, cause: LogOffset(11), trace: "t",
                event: event)
            let raw = RawEntry(entry, recordedAt: Timestamp(nanoseconds: 6))
            #expect(raw.recordedAt == Timestamp(nanoseconds: 6))
            #expect(try raw.decoded() == entry, "\(name)")
        }
    }

    @Test func `keeps a frame of two hundred features within eight bytes each and a header`() {
        let frame = FeatureFrame(at: Timestamp(nanoseconds: 1), columns: 20, values: Array(repeating: 0.1, count: 200))
        #expect(Event.featureFrame(frame).encoded().body.count <= 200 * 8 + 16)
    }
}

@Suite struct `A body that is not what it claims` {
    private func error(_ kind: EventKind, _ body: [UInt8], version: Int = 1) -> WireError? {
        do throws(WireError) {
            _ = try Event(kind: kind, version: version, body: body)
            return nil
        } catch {
            return error
        }
    }

    @Test func `is refused when it is cut off`() throws {
        let fill = try #require(sampleEvents.first { $0.name == "Fill" }).event.encoded().body
        #expect(error(.fill, fill.dropLast()) == WireError(kind: "Fill", field: "body", problem: .malformed))
    }

    @Test func `is refused with the field that is missing`() {
        #expect(error(.orderEvent, [])?.description == "OrderEvent: change is missing")
        #expect(error(.configChange, [])?.description == "ConfigChange: configuration is missing")
    }

    @Test func `is refused with an enumeration's unknown number`() {
        // Field 4 (side), value 9.
        #expect(error(.fill, [0x20, 0x09])?.description == "Fill: side has the unknown value 9")
        #expect(error(.fill, [])?.problem == .unknownNumber(0))
    }

    @Test func `is refused with an instrument that no universe has`() {
        // Field 1 (instrument), value 4096.
        #expect(error(.positionAdjustment, [0x08, 0x80, 0x20])?.problem == .outOfRange(4096))
        #expect(error(.positionAdjustment, [0x08, 0xFF, 0x1F]) == nil)
    }

    @Test func `is refused with a version from the future`() {
        #expect(error(.fill, [], version: 2) == WireError(kind: "Fill", field: "v", problem: .outOfRange(2)))
    }

    @Test func `is refused with parallel columns of different lengths`() {
        // Two strategies (field 2, packed), one instrument (field 3).
        let body: [UInt8] = [0x12, 0x02, 0x00, 0x01, 0x1A, 0x01, 0x00]
        #expect(error(.signalFrame, body)?.problem == .unequalCounts(expected: 2, found: 1))
    }

    @Test func `is refused with gaps that are not in order or past the end`() {
        for missing: [UInt8] in [[1, 0], [0, 0], [3], [0, 2]] {
            #expect(error(.barFrame, [0x42, UInt8(missing.count)] + missing)?.field == "missing", "\(missing)")
        }
        #expect(error(.barFrame, [0x42, 0x02, 0x00, 0x01]) == nil)
    }

    @Test func `is refused with a feature matrix that is not a rectangle`() {
        let three = Event.featureFrame(FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 2, values: [1, 2, 3]))
        #expect(error(.featureFrame, three.encoded().body)?.problem == .unequalCounts(expected: 2, found: 3))
        let none = Event.featureFrame(FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [1]))
        #expect(error(.featureFrame, none.encoded().body)?.problem == .outOfRange(0))
    }

    @Test func `is refused with a date whose midnight no clock can tell`() {
        let far = Event.sessionClosed(SessionClosed(session: TradingDate(daysSinceEpoch: .max))).encoded().body
        #expect(error(.sessionClosed, far)?.field == "session")
    }

    @Test func `is refused with symbols that are none or are named twice`() {
        var configuration = sampleConfiguration
        configuration.universe = sampleConfiguration.universe
        let body = Event.configChange(ConfigChange(configuration: configuration)).encoded().body
        let gold = Array("GLD".utf8), silver = Array("SLV".utf8), low = Array("gld".utf8)
        #expect(error(.configChange, replacing(silver, by: gold, in: body))?.field == "configuration.universe")
        #expect(error(.configChange, replacing(gold, by: low, in: body))?.problem == .notSymbols("gld"))
    }

    @Test func `names an author and a kind that are not ours`() {
        func raw(kind: String, by: String) -> RawEntry {
            RawEntry(
                offset: .start, kind: kind, version: 1, at: Timestamp(nanoseconds: 0),
                recordedAt: Timestamp(nanoseconds: 0),
                by: by, cause: .start, trace: "", body: [])
        }
        #expect(throws: WireError(kind: "Gossip", field: "kind", problem: .unknownName("Gossip"))) {
            try raw(kind: "Gossip", by: "risk").decoded()
        }
        #expect(throws: WireError(kind: "Fill", field: "by", problem: .unknownName("eve"))) {
            try raw(kind: "Fill", by: "eve").decoded()
        }
    }
}

func replacing(_ old: [UInt8], by new: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    guard let place = bytes.indices.first(where: { bytes[$0...].starts(with: old) }) else { return bytes }
    result.replaceSubrange(place..<(place + old.count), with: new)
    return result
}

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

func bytes(hex text: String) -> [UInt8]? {
    let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
