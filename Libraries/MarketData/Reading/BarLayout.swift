/// Whose wall clock the stamps of a file show where they carry no offset of their own.
public enum StampZone: Hashable, Sendable {
    case newYork, utc
}

/// How the files of one source are written: which columns, whose clock, which order, what was done to the prices.
///
/// A header says which layout a file has (`BarLayout.detected`); a file without a header has to be read with its layout named.
/// The rules that a header can't say are stated here and in docs/MARKET-DATA.md, and may be changed before reading.
public struct BarLayout: Hashable, Sendable {
    /// What the time of a row is written as.
    enum Stamp: Hashable, Sendable {
        /// `2025-06-30`, with or without a time, with or without an offset.
        case civil
        /// A date in one column and a time in the next named.
        case civilInTwoColumns
        case epochNanoseconds
        /// `20130630 00:00`
        case compact
        /// Milliseconds since midnight; the date is in the file's name.
        case millisecondsOfDay
    }

    enum Columns: Hashable, Sendable {
        /// Found by name: the stamp's column, then open, high, low, close and volume.
        case named(stamp: String)
        /// The close alone is there.
        case closeOnly
        /// Headerless: stamp, open, high, low, close, volume.
        case trades
        /// Headerless: stamp, four of the bid, its size, four of the ask, its size.
        case quotes
    }

    /// What a day's bar is a day of.
    enum Day: Hashable, Sendable {
        /// A session of the calendar, ending at its close.
        case session
        /// Midnight to midnight UTC, of a market that does not keep the exchange's hours.
        case utc
    }

    public let name: String
    public var zone = StampZone.newYork
    /// Intraday bars are stamped with their beginning; reading moves the stamps to the end. Daily bars are not concerned.
    public var stampsBeginning = false
    public var adjustment = Adjustment.unknown
    /// The source ends its files without a line end, so that a whole last line is not held to be cut.
    public var lastLineMayBeUnended = false
    /// The source counts fractions of a unit; they are rounded half to even.
    public var roundsVolume = false
    var stamp = Stamp.civil
    var columns = Columns.named(stamp: "Date")
    var day = Day.session
    /// Rows may also be newest first: the first two say which.
    var mayDescend = false
    /// How many of the file's units make one of the currency.
    var priceDivisor: Int64 = 1
    /// Dividends and splits stand in columns and are kept.
    var readsActions = false
    var namesSymbol = false

    /// For the headers `trades` and `quotes`.
    public var isHeaderless: Bool { columns == .trades || columns == .quotes }

    /// The name of the stamp's column, for messages.
    var stampColumn: String {
        switch columns {
        case .named(let stamp): stamp
        case .closeOnly: "Date"
        case .trades, .quotes: "Time"
        }
    }
}

extension BarLayout: CustomStringConvertible {
    public var description: String { name }
}
