import Contracts
import Foundation
import Testing

@testable import MarketData

@Suite struct `A bar file` {
    let folder = TemporaryFolder()
    let written = dailySeries(gold, [("2025-01-02", bar(18_000)), ("2025-01-03", bar(18_150, volume: 7))])

    @Test func `reads back as the series that was written`() throws {
        let path = try write()
        let read = try BarStore.open(path)
        #expect(read.identity == written.identity)
        #expect(read.times == ["2025-01-02T21:00:00Z", "2025-01-03T21:00:00Z"])
        #expect(read.all.map(\.bar) == [bar(18_000), bar(18_150, volume: 7)])
        #expect(read.withColumn(.volume) { Array($0) } == [100, 7])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["GLD.1d.bars"])
    }

    @Test func `holds no bars as well as two`() throws {
        let path = folder.path + "/none.bars"
        try BarStore.write(series([]), to: path)
        #expect(try BarStore.open(path).count == 0)
    }

    @Test func `begins with these bytes`() throws {
        var identity = SeriesIdentity(symbol: gold, interval: .session, adjustment: .splits, source: "sample")
        identity.isCloseOnly = true
        let header = BarStoreHeader(identity: identity, rows: 2, checksums: [1, 2, 3, 4, 5, 0x0102_0304])
        let text = header.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let parts = [
            "42554c4c42415253", "01000000", "00010000", "0200000000000000", "8051010000000000", "02", "01", zeros(6),
            "474c44", zeros(13), "73616d706c65", zeros(58), "010000000200000003000000040000000500000004030201",
            zeros(108),
        ]
        #expect(text.prefix(504) == parts.joined())
        #expect(text.suffix(8) == goldenHeaderChecksum)
    }

    private func zeros(_ count: Int) -> String { String(repeating: "00", count: count) }

    /// As `crc32c` of the 252 bytes above computes it, bit by bit, in another program.
    private let goldenHeaderChecksum = "bba0daf1"

    @Test(arguments: [(0, "header"), (1, "column time"), (2, "column open"), (6, "column volume")])
    func `names the part in which a byte was flipped`(part: Int, name: String) throws {
        let path = try write()
        let place = part == 0 ? 45 : 256 + (part - 1) * 16 + 5
        try change(path) { $0[place] ^= 0x10 }
        #expect(error(path) == .damaged(file: path, part: name))
    }

    @Test func `is refused when any one bit of it is changed`() throws {
        let path = try write()
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for place in whole.indices {
            var changed = whole
            changed[place] ^= 1 << UInt8(place % 8)
            try changed.write(to: URL(fileURLWithPath: path))
            #expect(error(path) != nil, "byte \(place)")
        }
    }

    @Test func `is refused when it is cut, longer, of another kind or version`() throws {
        let path = try write()
        try change(path) { $0.removeLast() }
        #expect(error(path) == .wrongLength(file: path, bytes: 351, expected: 352))
        try change(path) { $0 += [0, 0] }
        #expect(error(path) == .wrongLength(file: path, bytes: 353, expected: 352))
        try change(path) { $0 = $0.prefix(100) }
        #expect(error(path) == .notABarFile(file: path))
        try change(path) { $0 = Data(count: 300) }
        #expect(error(path) == .notABarFile(file: path))
        try BarStore.write(written, to: path)
        try change(path) { $0[8] = 2 }
        #expect(error(path) == .unknownVersion(file: path, 2))
        #expect(
            error(folder.path + "/no.bars")
                == .unreadable(file: folder.path + "/no.bars", reason: "No such file or directory"))
    }

    @Test func `is refused when its stamps do not ascend`() throws {
        let times: [Int64] = [2, 1]
        let prices: [Int64] = [1, 1]
        let memory = ColumnMemory(copying: [times, prices, prices, prices, prices, prices])
        let path = folder.path + "/backward.bars"
        try BarStore.write(BarSeries(written.identity, count: 2, memory: memory), to: path)
        #expect(error(path) == .outOfOrder(file: path, row: 2))
    }

    @Test func `stays readable to who has it open while it is written anew`() throws {
        let path = try write()
        let before = try BarStore.open(path)
        try BarStore.write(dailySeries(gold, [("2025-01-06", bar(20_000))]), to: path)
        #expect(before.count == 2 && before.close(1) == Price("181.5"))
        #expect(try BarStore.open(path).count == 1)
    }

    @Test func `leaves nothing behind where it can't be written`() throws {
        #expect(throws: BarStoreError.self) { try BarStore.write(written, to: folder.path + "/missing/GLD.1d.bars") }
        try FileManager.default.createDirectory(
            atPath: folder.path + "/GLD.1d.bars/in the way", withIntermediateDirectories: true)
        #expect(throws: BarStoreError.self) { try write() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["GLD.1d.bars"])
    }

    private func write() throws -> String {
        let path = "\(folder.path)/\(BarStore.fileName(of: written.identity))"
        try BarStore.write(written, to: path)
        return path
    }

    private func change(_ path: String, _ body: (inout Data) -> Void) throws {
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        body(&data)
        try data.write(to: URL(fileURLWithPath: path))
    }

    private func error(_ path: String) -> BarStoreError? {
        do throws(BarStoreError) {
            _ = try BarStore.open(path)
            return nil
        } catch {
            return error
        }
    }
}

@Suite struct `A CRC-32C` {
    /// The examples of RFC 3720, appendix B.4, and the usual check value.
    @Test func `is what the standard says`() {
        #expect(checksum(Array("123456789".utf8)) == 0xE306_9283)
        #expect(checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(checksum(Array(0..<32)) == 0x46DD_794E)
        #expect(checksum([]) == 0)
    }

    private func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes(Crc32c.checksum) }
}

@Suite struct `A series` {
    @Test func `finds its places by time`() {
        let minutes = series((1...5).map { (instant("2025-01-02T15:0\($0 * 2 - 1):00Z"), bar(100)) })
        #expect(minutes.firstPlace(atOrAfter: instant("2025-01-02T15:00:00Z")) == 0)
        #expect(minutes.firstPlace(atOrAfter: instant("2025-01-02T15:03:00Z")) == 1)
        #expect(minutes.firstPlace(atOrAfter: instant("2025-01-02T15:04:00Z")) == 2)
        #expect(minutes.firstPlace(atOrAfter: instant("2025-01-02T16:00:00Z")) == 5)
        #expect(minutes.place(of: instant("2025-01-02T15:09:00Z")) == 4)
        #expect(minutes.place(of: instant("2025-01-02T15:08:00Z")) == nil)
        #expect(
            minutes.places(from: instant("2025-01-02T15:03:00Z"), through: instant("2025-01-02T15:07:00Z")) == 1..<4)
        #expect(minutes.places(from: instant("2025-01-03T15:03:00Z"), through: instant("2025-01-02T15:07:00Z")).isEmpty)
    }

    @Test(arguments: ["30s", "1min", "15min", "1h", "4h", "1d"]) func `has an interval that reads as it is written`(
        text: String
    ) {
        #expect(BarInterval(text)?.description == text)
    }

    @Test(arguments: ["", "min", "0min", "1m", "2d", "-1h", "25h", "1 h", "99999999999999999999s"])
    func `has no interval like this`(text: String) { #expect(BarInterval(text) == nil) }
}
