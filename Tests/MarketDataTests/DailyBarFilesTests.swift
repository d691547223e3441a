import Contracts
import Foundation
import Testing

@testable import MarketData

private let header = "Date,Open,High,Low,Close,AdjClose,Volume,Dividends\n"

@Suite struct `A folder of daily bars` {
    let folder = TemporaryFolder()

    @Test func `becomes one frame a session, aligned by instrument`() throws {
        folder.write("GLD", header + row("2025-01-02") + row("2025-01-03") + row("2025-01-06"))
        folder.write(
            "SLV", header + row("2025-01-03", close: "30.5", high: "31", low: "30", open: "30.1") + row("2025-01-07"))
        let bars = try read([gold, silver])
        #expect(bars.quarantined.isEmpty)
        #expect(bars.frames.map(\.session.description) == ["2025-01-02", "2025-01-03", "2025-01-06", "2025-01-07"])
        #expect(
            bars.frames.map { $0.bars.map { $0 != nil } } == [
                [true, false], [true, true], [true, false], [false, true],
            ])
        #expect(bars.frames[1].bars[1]?.close == Price("30.5"))
        #expect(bars.frames[0].at == Timestamp("2025-01-02T21:00:00Z"))
    }

    @Test func `closes early where the exchange did`() throws {
        folder.write("GLD", header + row("2025-07-03"))
        #expect(try read([gold]).frames.first?.at == Timestamp("2025-07-03T17:00:00Z"))
    }

    @Test func `keeps prices exact to a billionth and volumes whole`() throws {
        folder.write(
            "GLD",
            header + "2025-01-02,42.97999954223633,43.16999816894531,42.7400016784668,43.02000045776367,1,4750400,0.0\n"
        )
        let bar = try #require(try read([gold]).frames.first?.bars[0])
        #expect(bar.open.nanos == 42_979_999_542 && bar.high.nanos == 43_169_998_169)
        #expect(bar.low.nanos == 42_740_001_678 && bar.close.nanos == 43_020_000_458 && bar.volume == 4_750_400)
    }

    @Test func `needs no volume, and takes columns in any order and letter case`() throws {
        folder.write("GLD", "close,LOW,high,Open,date\n181,180,182,180.5,2025-01-02\n")
        let bar = try #require(try read([gold]).frames.first?.bars[0])
        #expect(
            bar == Bar(open: Price("180.5")!, high: Price("182")!, low: Price("180")!, close: Price("181")!, volume: 0))
    }

    @Test func `may have a mark in front, carriage returns, and volumes like 129744.0`() throws {
        folder.write(
            "GLD",
            "\u{FEFF}Date,Open,High,Low,Close,Volume\r\n2025-01-02,1,2,1,2,129744.0\r\n2025-01-03,1,2,1,2,5.000\r\n")
        #expect(try read([gold]).frames.map { $0.bars[0]?.volume } == [129_744, 5])
    }

    @Test func `is cut to the dates asked for`() throws {
        folder.write("GLD", header + row("2025-01-02") + row("2025-01-03") + row("2025-01-06"))
        let frames = try DailyBarFiles(directory: folder.path, badRows: .stop)
            .read([gold], from: TradingDate("2025-01-03"), through: TradingDate("2025-01-05")).frames
        #expect(frames.map(\.session.description) == ["2025-01-03"])
    }

    @Test(arguments: [
        ("2025-01-03,1,2,1,2", "GLD.csv:3: 5 fields where the header has 8"),
        ("2025-01-03,1,2,1,2,1,1,0,0", "GLD.csv:3: 9 fields where the header has 8"),
        ("", "GLD.csv:3: 1 fields where the header has 8"),
        ("2025-01-03,1,x2,1,2,1,1,0", "GLD.csv:3: High \"x2\" is not a decimal number"),
        ("2025-01-03,NaN,2,1,2,1,1,0", "GLD.csv:3: Open \"NaN\" is not a decimal number"),
        ("2025-01-03,inf,2,1,2,1,1,0", "GLD.csv:3: Open \"inf\" is not a decimal number"),
        ("2025-01-03,,2,1,2,1,1,0", "GLD.csv:3: Open \"\" is not a decimal number"),
        ("2025-01-03,1e2,2,1,2,1,1,0", "GLD.csv:3: Open \"1e2\" is not a decimal number"),
        ("2025-01-03,1,2,1, 2,1,1,0", "GLD.csv:3: Close \" 2\" is not a decimal number"),
        ("2025-01-03,1,2,1,99999999999,1,1,0", "GLD.csv:3: Close \"99999999999\" is not a decimal number"),
        ("2025-01-03,1,2,1,2,1,1.5,0", "GLD.csv:3: Volume \"1.5\" is not a whole number"),
        ("2025-01-03,1,2,1,2,1,-1,0", "GLD.csv:3: Volume is -1, and shares traded are never negative"),
        ("2025-01-03,0,2,1,2,1,1,0", "GLD.csv:3: Open is 0, and a price is above zero"),
        ("2025-01-03,1,2,-1,2,1,1,0", "GLD.csv:3: Low is -1, and a price is above zero"),
        ("2025-01-03,1,1,2,1,1,1,0", "GLD.csv:3: High 1 is below Low 2"),
        ("2025-01-03,5,4,1,2,1,1,0", "GLD.csv:3: Open 5 is outside Low 1 … High 4"),
        ("2025-01-03,2,4,1,5,1,1,0", "GLD.csv:3: Close 5 is outside Low 1 … High 4"),
        ("2025-01-03,2,4,1,0.5,1,1,0", "GLD.csv:3: Close 0.5 is outside Low 1 … High 4"),
        ("2025-02-30,1,2,1,2,1,1,0", "GLD.csv:3: Date \"2025-02-30\" is not a date such as 2025-06-30"),
        ("03/01/2025,1,2,1,2,1,1,0", "GLD.csv:3: Date \"03/01/2025\" is not a date such as 2025-06-30"),
        ("2024-12-31,1,2,1,2,1,1,0", "GLD.csv:3: Date 2024-12-31 comes after 2025-01-02: dates must ascend"),
        ("2025-01-02,1,2,1,2,1,1,0", "GLD.csv:3: Date 2025-01-02 is there twice"),
        ("2025-01-04,1,2,1,2,1,1,0", "GLD.csv:3: Date 2025-01-04 is not a session of the New York Stock Exchange"),
        ("2025-01-09,1,2,1,2,1,1,0", "GLD.csv:3: Date 2025-01-09 is not a session of the New York Stock Exchange"),
    ])
    func `names every defect by file and line`(line: String, message: String) throws {
        folder.write("GLD", header + row("2025-01-02") + line + "\n" + row("2025-01-10"))
        let bars = try read([gold])
        #expect(bars.quarantined.map { "\($0)".replacing(folder.path + "/", with: "") } == [message])
        #expect(bars.frames.map(\.session.description) == ["2025-01-02", "2025-01-10"])
        let error = #expect(throws: BarFileError.self) {
            try DailyBarFiles(directory: folder.path, badRows: .stop).read([gold])
        }
        #expect(error?.description == folder.path + "/" + message)
    }

    @Test func `finds a last line that may be cut`() throws {
        folder.write("GLD", "Date,Open,High,Low,Close,Volume\n2025-01-02,1,2,1,2,100\n2025-01-03,1,2,1,2,10")
        #expect(try read([gold]).quarantined.map(\.reason) == [.truncated])
        folder.write("GLD", header + row("2025-01-02") + "2025-01-03,1,2")
        #expect(try read([gold]).quarantined.map(\.reason) == [.fieldCount(3, expected: 8)])
        // Here what may be cut is a column that is not read.
        folder.write("GLD", header + row("2025-01-02") + "2025-01-03,1,2,1,2,1,100,0")
        #expect(try read([gold]).quarantined.isEmpty)
    }

    @Test func `finds lines that are too long or not text`() throws {
        let long = String(repeating: "9", count: 70_000)
        folder.write("GLD", header + "2025-01-02,1,2,1,2,1,1,\(long)\n" + row("2025-01-03"))
        let bars = try read([gold])
        #expect(bars.quarantined.map(\.reason) == [.lineTooLong(bytes: 70_023, limit: 65_536)])
        #expect(bars.frames.count == 1)
        folder.write("GLD", bytes: Array((header + "2025-01-02,1,2,1,2,1,1,").utf8) + [0xFF, 0x0A])
        #expect(try read([gold]).quarantined.map(\.reason) == [.notUTF8])
    }

    @Test func `says that a file has no rows`() throws {
        folder.write("GLD", header)
        #expect(try read([gold]).quarantined.map(\.reason) == [.noRows])
        #expect(throws: BarFileError.self) { try DailyBarFiles(directory: folder.path, badRows: .stop).read([gold]) }
    }

    @Test(arguments: [BadRowPolicy.quarantine, .stop])
    func `never goes on without a file or a column`(policy: BadRowPolicy) throws {
        let files = DailyBarFiles(directory: folder.path, badRows: policy)
        let path = folder.path + "/GLD.csv"
        #expect(error(files) == .unreadable(file: path, reason: "No such file or directory"))
        folder.write("GLD", "")
        #expect(error(files) == .empty(file: path))
        folder.write("GLD", "Date,Open,High,Low\n")
        #expect(error(files) == .missingColumn(file: path, column: "Close"))
        #expect(error(files)?.description == "\(path):1: column Close is missing")
        folder.write("GLD", "2025-01-02,1,2,1,2\n")
        #expect(error(files) == .missingColumn(file: path, column: "Date"))
        folder.write("GLD", "Date,Open,High,Low,Close,close\n")
        #expect(error(files) == .repeatedColumn(file: path, column: "Close"))
    }

    @Test(arguments: UInt64(0)..<200) func `accounts for every line, whatever is in it`(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        var text = Array((header + ["02", "03", "06", "07", "08"].map { row("2025-01-\($0)") }.joined()).utf8)
        for _ in 0..<4 {
            let place = Int.random(in: header.utf8.count..<text.count, using: &chance)
            text[place] = [0x0A, 0x2C, 0xFF, 0x00, 0x39, 0x2D, 0x22].randomElement(using: &chance) ?? 0
        }
        folder.write("GLD", bytes: text)
        let bars = try read([gold])
        let lines =
            text.split(separator: 0x0A, omittingEmptySubsequences: false).count - 1
            - (text.last == 0x0A ? 1 : 0)
        #expect(bars.frames.count + bars.quarantined.count == lines, "seed \(seed)")
    }

    private func read(_ symbols: [Symbol]) throws -> DailyBars {
        try DailyBarFiles(directory: folder.path, badRows: .quarantine).read(symbols)
    }

    private func error(_ files: DailyBarFiles) -> BarFileError? {
        do {
            _ = try files.read([gold])
            return nil
        } catch {
            return error
        }
    }

    private func row(
        _ date: String, close: String = "181", high: String = "182", low: String = "180", open: String = "180.5"
    ) -> String {
        "\(date),\(open),\(high),\(low),\(close),\(close),1000,0.0\n"
    }
}
