import Contracts
import Foundation
import MarketData
import Testing

private let header = "ts_ns,open,high,low,close,volume\n"

@Suite struct `A file of bars` {
    let folder = TemporaryFolder()

    @Test(arguments: [
        ("1549967460000000000,1,2,1,2,5", "2019-02-12T10:31:00Z is there twice, with the same numbers"),
        ("1549967460000000000,1,2,1,1,5", "2019-02-12T10:31:00Z is there twice, with different numbers"),
        (
            "1549967400000000000,1,2,1,2,5",
            "2019-02-12T10:30:00Z comes after 2019-02-12T10:31:00Z, against the order of the file"
        ),
        ("1549967520,5,1,2,1,2,5", "7 fields where the header has 6"),
        ("2019-02-12,1,2,1,2,5", "ts_ns \"2019-02-12\" is not a time of the file's form"),
        ("9223372036854775807,1,2,1,2,5", "ts_ns \"9223372036854775807\" is not a time of the file's form"),
        ("1549967520000000000,NaN,2,1,2,5", "open \"NaN\" is not a decimal number"),
        ("1549967520000000000,1,2,1,-2,5", "Close is -2, and a price is above zero"),
        ("1549967520000000000,1,2,3,1,5", "High 2 is below Low 3"),
        ("1549967520000000000,1,2,\"1,5\",2,5", "7 fields where the header has 6"),
    ])
    func `names each defect by file and line, or stops at it`(line: String, reason: String) throws {
        let first = "1549967460000000000,1,2,1,2,5\n"
        folder.write("GLD", header + first + line + "\n1549967580000000000,1,2,1,2,5\n")
        let file = try read()
        let message = "\(folder.file("GLD")):3: \(reason)".lowercased()
        #expect(file.quarantined.map { "\($0)".lowercased() } == [message])
        #expect(file.series.first?.count == 2 && file.rowCount == 3)
        let error = #expect(throws: BarFileError.self) {
            try BarFileReader(badRows: .stop).read(folder.file("GLD"))
        }
        #expect(error?.description.lowercased() == message)
    }

    @Test func `is not held to be whole when its last line is cut`() throws {
        folder.write(
            "GLD", header + "1549967460000000000,1,2,1,2,5\n1549967520000000000,1,2,1,2,5\n1549967580000000000,1")
        #expect(try read().quarantined.map(\.reason) == [.fieldCount(2, expected: 6)])
        folder.write(
            "GLD",
            header + "1549967460000000000,1,2,1,2,5\n1549967520000000000,1,2,1,2,5\n1549967580000000000,1,2,1,2,5")
        #expect(try read().quarantined.map(\.reason) == [.truncated])
    }

    @Test func `may have a line of any length without costing memory`() throws {
        folder.write("GLD", header + "1549967460000000000,1,2,1,2,5\n1549967520000000000,1,2,1,2,5\n")
        let path = folder.file("GLD")
        let length = 64 * 1024 * 1024
        // The line is a hole in the file: it has a length, and takes no room on the disk.
        let handle = try #require(FileHandle(forWritingAtPath: path))
        let start = try handle.seekToEnd()
        try handle.truncate(atOffset: start + UInt64(length))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("\n1549967580000000000,1,2,1,2,5\n".utf8))
        try handle.close()
        let file = try read()
        #expect(file.quarantined.map(\.reason) == [.lineTooLong(bytes: length, limit: 65_536)])
        #expect(file.quarantined.map(\.line) == [4] && file.series.first?.count == 3)
    }

    @Test func `whose header is too long, packed or absent is refused`() throws {
        let path = folder.file("GLD")
        folder.write("GLD", String(repeating: "x", count: 70_000) + "\n1\n")
        #expect(
            error() == .badRow(RowDefect(file: path, line: 1, reason: .lineTooLong(bytes: 70_000, limit: 65_536))))
        folder.write("GLD", bytes: [0x50, 0x4B, 0x03, 0x04, 0, 0])
        #expect(error()?.description == "\(path): this is a zip archive; unpack it and read the CSV inside")
        folder.write("GLD", "")
        #expect(error() == .empty(file: path))
        folder.write("GLD", "datetime,open,high,low\n")
        #expect(error() == .missingColumn(file: path, column: "Close"))
        folder.write("GLD", header + "1549967460000000000,1,2,1,2,5\n")
        #expect(error() == .noInterval(file: path))
        #expect(
            { () -> BarFileError? in
                var reader = BarFileReader(badRows: .stop)
                do throws(BarFileError) { _ = try reader.read(folder.path) } catch { return error }
                reader.badRows = .quarantine
                return nil
            }() == .unreadable(file: folder.path, reason: "not a regular file"))
    }

    @Test(arguments: UInt64(0)..<300) func `never loses a row, whatever is in it`(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        let texts = [
            header + (0..<8).map { "15499674\(60 + $0)000000000,1.5,2,1,2,5\n" }.joined(),
            "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits\n"
                + (2..<9).map { "2025-04-0\($0),1,2,1,2,2,5,0.1,0\n" }.joined(),
            "date,symbol,open,high,low,close,volume\n" + (2..<9).map { "2025-04-0\($0),GLD,1,2,1,2,5\n" }.joined(),
            "datetime,open,high,low,close,volume\n" + (2..<9).map { "2025-04-0\($0) 09:31:00,1,2,1,2,5\n" }.joined(),
            "id,timestamp,time,open,high,low,close,volume\n"
                + (2..<9).map { "1,2025-04-02,0\($0):00:00,1,2,1,2,5\n" }.joined(),
        ]
        for text in texts {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &chance) {
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                let byte: UInt8 =
                    [0x0A, 0x0D, 0x2C, 0xFF, 0x00, 0x39, 0x2D, 0x22, 0x2E].randomElement(using: &chance) ?? 0
                switch Int.random(in: 0..<4, using: &chance) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(byte, at: place)
                case 2: bytes.removeSubrange(max(place, bytes.count - 30)...)
                default: bytes[place] = byte
                }
                if bytes.isEmpty { break }
            }
            folder.write("GLD", bytes: bytes)
            // A file whose header was hit is refused as a whole, by name; every other is read to its end.
            guard let file = try? BarFileReader(badRows: .quarantine).read(folder.file("GLD")) else {
                #expect("\(try #require(error()))".hasPrefix(folder.file("GLD")), "seed \(seed)")
                continue
            }
            let ends = bytes.count { $0 == 0x0A } + (bytes.last == 0x0A ? 0 : 1)
            let read = file.series.reduce(0) { $0 + $1.count }
            #expect(file.rowCount == ends - 1, "seed \(seed)")
            let ofRows = file.quarantined.count { $0.reason != .noRows }
            #expect(read + ofRows == file.rowCount, "seed \(seed)")
        }
    }

    private func read() throws -> BarFile { try BarFileReader(badRows: .quarantine).read(folder.file("GLD")) }

    private func error() -> BarFileError? {
        do throws(BarFileError) {
            _ = try BarFileReader(badRows: .quarantine).read(folder.file("GLD"))
            return nil
        } catch {
            return error
        }
    }
}
