public import Contracts

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
    ) throws(BarFileError) -> DailyBars {
        guard !symbols.isEmpty else { return DailyBars(frames: [], quarantined: []) }
        guard let universe = Universe(symbols) else { preconditionFailure("the symbols of a universe are distinct") }
        var columns: [BarSeries?] = []
        var quarantined: [RowDefect] = []
        for symbol in symbols {
            var reader = BarFileReader(layout: .daily, badRows: badRows, calendar: calendar)
            reader.symbol = symbol
            reader.interval = .session
            let file = try reader.read(path(of: symbol))
            quarantined += file.quarantined
            columns.append(file.series.first)
        }
        let assembly = FrameAssembly(
            universe: universe, columns: columns, interval: .session, calendar: calendar, from: from?.utcMidnight,
            through: through.map { ($0 + 1).utcMidnight })
        return DailyBars(frames: assembly.allFrames(), quarantined: quarantined)
    }
}
