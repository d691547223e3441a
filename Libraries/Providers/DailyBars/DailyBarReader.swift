import Contracts

/// One sound row of a file.
struct DailyBarRow {
    let session: TradingDate
    let bar: Bar
}

/// Where the columns stand in one file's header.
struct DailyBarColumns {
    static let required = "Date,Open,High,Low,Close"

    let date: Int
    let open: Int
    let high: Int
    let low: Int
    let close: Int
    let volume: Int?
    let count: Int

    /// The last field that is read: a line cut after it has lost nothing of ours.
    var lastRead: Int { [date, open, high, low, close, volume ?? 0].max() ?? 0 }

    init(header: String, file: String) throws(DailyBarError) {
        let names = header.split(separator: ",", omittingEmptySubsequences: false).map { $0.lowercased() }
        func place(_ column: String) throws(DailyBarError) -> Int? {
            let places = names.indices.filter { names[$0] == column.lowercased() }
            guard places.count < 2 else { throw .repeatedColumn(file: file, column: column) }
            return places.first
        }
        func requiredPlace(_ column: String) throws(DailyBarError) -> Int {
            guard let place = try place(column) else { throw .missingColumn(file: file, column: column) }
            return place
        }
        date = try requiredPlace("Date")
        open = try requiredPlace("Open")
        high = try requiredPlace("High")
        low = try requiredPlace("Low")
        close = try requiredPlace("Close")
        volume = try place("Volume")
        count = names.count
    }
}

/// Reads the bytes of one file line by line: every line becomes a row or a named defect.
struct DailyBarReader {
    static let longestLine = 64 * 1024

    private(set) var rows: [DailyBarRow] = []
    private(set) var quarantined: [RowDefect] = []

    private let file: String
    private let policy: BadRowPolicy
    private let calendar: TradingCalendar
    private var lastDate: TradingDate?
    /// Start and end of each field of the line at hand, reused from line to line.
    private var fields: [Range<Int>] = []

    init(file: String, policy: BadRowPolicy, calendar: TradingCalendar) {
        self.file = file
        self.policy = policy
        self.calendar = calendar
    }

    mutating func read(_ contents: [UInt8]) throws(DailyBarError) {
        guard !contents.isEmpty else { throw .empty(file: file) }
        let isMarked = contents.starts(with: [0xEF, 0xBB, 0xBF])
        var (line, next) = nextLine(of: contents, from: isMarked ? 3 : 0)
        let columns = try DailyBarColumns(header: text(contents[line]), file: file)
        fields.reserveCapacity(columns.count)
        rows.reserveCapacity(contents.count / 64)
        var number = 1
        while next < contents.count {
            number += 1
            let isCut: Bool
            (line, next) = nextLine(of: contents, from: next)
            isCut = next == contents.count && contents[next - 1] != UInt8(ascii: "\n")
            do throws(Refusal) {
                rows.append(try row(contents, line, columns, isCut: isCut))
            } catch {
                let defect = RowDefect(file: file, line: number, reason: error.reason)
                guard policy == .quarantine else { throw .badRow(defect) }
                quarantined.append(defect)
            }
        }
        guard number > 1 else {
            let defect = RowDefect(file: file, line: 1, reason: .noRows)
            guard policy == .quarantine else { throw .badRow(defect) }
            quarantined.append(defect)
            return
        }
    }

    private mutating func row(
        _ contents: [UInt8], _ line: Range<Int>, _ columns: DailyBarColumns, isCut: Bool
    ) throws(Refusal) -> DailyBarRow {
        guard line.count <= Self.longestLine else {
            throw Refusal(reason: .lineTooLong(bytes: line.count, limit: Self.longestLine))
        }
        try split(contents, line)
        guard fields.count == columns.count else {
            throw Refusal(reason: .fieldCount(fields.count, expected: columns.count))
        }
        guard !isCut || columns.lastRead < columns.count - 1 else { throw Refusal(reason: .truncated) }
        let session = try date(contents, fields[columns.date])
        let bar = Bar(
            open: try price(contents, columns.open, "Open"), high: try price(contents, columns.high, "High"),
            low: try price(contents, columns.low, "Low"), close: try price(contents, columns.close, "Close"),
            volume: try columns.volume.map { (place) throws(Refusal) in try wholeNumber(contents, place, "Volume") }
                ?? 0)
        if let defect = bar.defect { throw Refusal(reason: .bar(defect)) }
        return DailyBarRow(session: session, bar: bar)
    }

    /// The date of a row, which must be a session later than any seen in this file.
    private mutating func date(_ contents: [UInt8], _ field: Range<Int>) throws(Refusal) -> TradingDate {
        guard let date = tradingDate(contents, field) else { throw Refusal(reason: .notADate(text(contents[field]))) }
        guard calendar.isSession(date) else { throw Refusal(reason: .notASession(date)) }
        if let lastDate {
            guard date != lastDate else { throw Refusal(reason: .duplicateDate(date)) }
            guard date > lastDate else { throw Refusal(reason: .dateOutOfOrder(date, after: lastDate)) }
        }
        lastDate = date
        return date
    }

    private func price(_ contents: [UInt8], _ place: Int, _ column: String) throws(Refusal) -> Price {
        guard let nanos = contents.withUnsafeBufferPointer({ decimalNanos($0, fields[place]) }) else {
            throw Refusal(reason: .notANumber(column: column, text(contents[fields[place]])))
        }
        return Price(nanos: nanos)
    }

    private func wholeNumber(_ contents: [UInt8], _ place: Int, _ column: String) throws(Refusal) -> Int64 {
        guard let value = contents.withUnsafeBufferPointer({ wholeDecimal($0, fields[place]) }) else {
            throw Refusal(reason: .notAWholeNumber(column: column, text(contents[fields[place]])))
        }
        return value
    }

    /// Cuts a line at its commas, and makes sure that it is text.
    private mutating func split(_ contents: [UInt8], _ line: Range<Int>) throws(Refusal) {
        fields.removeAll(keepingCapacity: true)
        var start = line.lowerBound
        var allBits: UInt8 = 0
        contents.withUnsafeBufferPointer { bytes in
            for place in line {
                let byte = bytes[place]
                allBits |= byte
                if byte == UInt8(ascii: ",") {
                    fields.append(start..<place)
                    start = place + 1
                }
            }
        }
        fields.append(start..<line.upperBound)
        if allBits & 0x80 != 0, String(validating: contents[line], as: UTF8.self) == nil {
            throw Refusal(reason: .notUTF8)
        }
    }
}

/// A row's defect before its file and line are known.
private struct Refusal: Error {
    let reason: RowDefect.Reason
}

/// The line that starts at `start`, without its line end, and where the next one starts.
private func nextLine(of contents: [UInt8], from start: Int) -> (line: Range<Int>, next: Int) {
    contents.withUnsafeBufferPointer { bytes in
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        let next = min(end + 1, bytes.count)
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return (start..<end, next)
    }
}

/// At most the first hundred bytes, for a message.
private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes.prefix(100), as: UTF8.self) }
