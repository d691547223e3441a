public import Contracts

/// What to do with a row that has a defect. Neither choice is silent.
public enum BadRowPolicy: String, Hashable, Sendable, CaseIterable {
    /// Leave the row out and name it in `DailyBars.quarantined`.
    case quarantine
    /// Throw the first defect.
    case stop
}

/// Why a folder of daily bars could not be read.
public enum DailyBarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file could not be opened or read; `reason` is the system's.
    case unreadable(file: String, reason: String)
    case tooLarge(file: String, bytes: Int, limit: Int)
    case empty(file: String)
    case missingColumn(file: String, column: String)
    case repeatedColumn(file: String, column: String)
    /// A row had a defect and the policy is `stop`.
    case badRow(RowDefect)

    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): \(reason)"
        case .tooLarge(let file, let bytes, let limit): "\(file): \(bytes) bytes, and the limit is \(limit)"
        case .empty(let file): "\(file):1: the file is empty; it needs a header with \(DailyBarColumns.required)"
        case .missingColumn(let file, let column): "\(file):1: column \(column) is missing"
        case .repeatedColumn(let file, let column): "\(file):1: column \(column) is there twice"
        case .badRow(let defect): defect.description
        }
    }
}

/// The daily bars of a universe, one frame per session, and every row that was left out.
public struct DailyBars: Hashable, Sendable {
    /// Ascending. The sessions are those on which at least one of the symbols has a bar.
    public let frames: [BarFrame]
    /// In the order of the symbols, then of the lines. Empty under `BadRowPolicy.stop`.
    public let quarantined: [RowDefect]

    public init(frames: [BarFrame], quarantined: [RowDefect]) {
        self.frames = frames
        self.quarantined = quarantined
    }
}

/// A folder of daily bars, one file `SYMBOL.csv` for each instrument.
///
/// The header names at least `Date,Open,High,Low,Close`, in any order and letter case. `Volume` is 0 where there is no such column,
/// and other columns are not looked at. Every line of a file is checked, also those outside the dates that are asked for.
public struct DailyBarFiles: Sendable {
    public let directory: String
    public let badRows: BadRowPolicy
    private let calendar: TradingCalendar

    public init(directory: String, badRows: BadRowPolicy, calendar: TradingCalendar = .nyse) {
        self.directory = directory
        self.badRows = badRows
        self.calendar = calendar
    }

    /// The path of the file that holds `symbol`.
    public func path(of symbol: Symbol) -> String { "\(directory)/\(symbol).csv" }

    /// Reads the bars of `symbols`, whose places become those in the frames, for the sessions `from` to `through`, both included.
    public func read(
        _ symbols: [Symbol], from: TradingDate? = nil, through: TradingDate? = nil
    ) throws(DailyBarError) -> DailyBars {
        var columns: [[DailyBarRow]] = []
        var quarantined: [RowDefect] = []
        for symbol in symbols {
            let file = path(of: symbol)
            let bytes = try readWholeFile(file)
            var reader = DailyBarReader(file: file, policy: badRows, calendar: calendar)
            try reader.read(bytes)
            quarantined += reader.quarantined
            columns.append(
                reader.rows.filter { row in
                    if let from, row.session < from { return false }
                    if let through, row.session > through { return false }
                    return true
                })
        }
        return DailyBars(frames: aligned(columns), quarantined: quarantined)
    }

    /// One frame for each session that any column has.
    private func aligned(_ columns: [[DailyBarRow]]) -> [BarFrame] {
        guard let first = columns.compactMap(\.first?.session).min(),
            let last = columns.compactMap(\.last?.session).max()
        else { return [] }
        // Which frame a day belongs to, by days since the first session: the rows are dense, so an array is the fastest table.
        var frameOfDay = [Int32](repeating: -1, count: Int(last - first) + 1)
        for column in columns { for row in column { frameOfDay[Int(row.session - first)] = 0 } }
        var frames: [BarFrame] = []
        for day in frameOfDay.indices where frameOfDay[day] == 0 {
            let session = first + Int32(day)
            guard let close = calendar.close(session) else { preconditionFailure("every row is of a session") }
            frameOfDay[day] = Int32(frames.count)
            frames.append(
                BarFrame(at: close, session: session, bars: [Bar?](repeating: nil, count: columns.count)))
        }
        for (place, column) in columns.enumerated() {
            for row in column { frames[Int(frameOfDay[Int(row.session - first)])].bars[place] = row.bar }
        }
        return frames
    }
}
