extension BarLayout {
    /// Every layout by name, in the order of the documentation.
    public static let all = [
        daily, yahoo, alpacaIEX, autoAdjusted, closeOnly, longForm, epochNanoseconds, alphaVantage, lumibot, metaTrader,
        backtestingPy, leanEquityDaily, leanEquityMinute, leanFutureDaily, leanFutureMinute, leanCryptoMinute,
        leanQuoteDaily, leanQuoteMinute, leanEquityQuoteMinute,
    ]

    public static func named(_ name: String) -> BarLayout? { all.first { $0.name == name } }

    /// `Date,Open,High,Low,Close` and perhaps `Volume`; nothing is said of adjustment.
    public static let daily = make("daily") { _ in }

    /// Yahoo Finance: with `Adj Close` or `AdjClose`, perhaps `Dividends` and `Stock Splits`. The prices are adjusted for splits.
    public static let yahoo = make("yahoo") {
        $0.adjustment = .splits
        $0.readsActions = true
    }

    /// Daily bars stamped with the instant of New York's midnight, as Alpaca's bars are: `2020-07-27 04:00:00+00:00`.
    public static let alpacaIEX = make("alpaca-iex") { $0.adjustment = .splitsAndDividends }

    /// `Date,close,high,low,open,volume`: the alphabetical columns of yfinance with automatic adjustment.
    public static let autoAdjusted = make("yfinance-autoadjust") { $0.adjustment = .splitsAndDividends }

    /// `Date,Close`: the other prices repeat the close, and the series says so.
    public static let closeOnly = make("close-only") { $0.columns = .closeOnly }

    /// `date,symbol,open,high,low,close,volume`: many symbols in one file, each ascending.
    public static let longForm = make("long") { $0.namesSymbol = true }

    /// `ts_ns,open,high,low,close,volume`: nanoseconds since the epoch at the end of the bar.
    public static let epochNanoseconds = make("epoch-ns") {
        $0.columns = .named(stamp: "ts_ns")
        $0.stamp = .epochNanoseconds
        $0.zone = .utc
    }

    /// Alpha Vantage: `datetime` in New York at the end of the bar, newest row first.
    public static let alphaVantage = make("alphavantage") {
        $0.columns = .named(stamp: "datetime")
        $0.mayDescend = true
        $0.lastLineMayBeUnended = true
        $0.adjustment = .none
    }

    /// Lumibot: `time` with an offset, at the beginning of the bar.
    public static let lumibot = make("lumibot") {
        $0.columns = .named(stamp: "time")
        $0.stampsBeginning = true
    }

    /// MetaTrader: date and time in two columns, at the beginning of the bar, by the broker's clock, which is read as UTC.
    public static let metaTrader = make("metatrader") {
        $0.columns = .named(stamp: "timestamp")
        $0.stamp = .civilInTwoColumns
        $0.zone = .utc
        $0.stampsBeginning = true
        $0.day = .utc
        $0.adjustment = .none
    }

    /// The samples of backtesting.py: the stamp's column has no name; times are read as UTC at the beginning of the bar.
    public static let backtestingPy = make("backtesting-py") {
        $0.columns = .named(stamp: "")
        $0.zone = .utc
        $0.stampsBeginning = true
    }

    public static let leanEquityDaily = lean("lean-equity-daily", .compact) { $0.priceDivisor = 10_000 }
    public static let leanEquityMinute = lean("lean-equity-minute", .millisecondsOfDay) { $0.priceDivisor = 10_000 }
    public static let leanFutureDaily = lean("lean-future-daily", .compact) { $0.day = .utc }
    public static let leanFutureMinute = lean("lean-future-minute", .millisecondsOfDay) { _ in }

    public static let leanCryptoMinute = lean("lean-crypto-minute", .millisecondsOfDay) {
        $0.zone = .utc
        $0.roundsVolume = true
    }

    /// Bid and ask bars, read as their middle; days and hours of a market that keeps UTC.
    public static let leanQuoteDaily = lean("lean-quote-daily", .compact) {
        $0.columns = .quotes
        $0.zone = .utc
        $0.day = .utc
    }

    public static let leanQuoteMinute = lean("lean-quote-minute", .millisecondsOfDay) {
        $0.columns = .quotes
        $0.zone = .utc
    }

    public static let leanEquityQuoteMinute = lean("lean-equity-quote-minute", .millisecondsOfDay) {
        $0.columns = .quotes
        $0.priceDivisor = 10_000
    }

    private static func make(_ name: String, _ change: (inout BarLayout) -> Void) -> BarLayout {
        var layout = BarLayout(name: name)
        change(&layout)
        return layout
    }

    /// QuantConnect's LEAN: no header, raw prices, intraday bars stamped with their beginning, New York's clock.
    private static func lean(_ name: String, _ stamp: Stamp, _ change: (inout BarLayout) -> Void) -> BarLayout {
        make(name) {
            $0.columns = .trades
            $0.stamp = stamp
            $0.stampsBeginning = true
            $0.adjustment = .none
            $0.lastLineMayBeUnended = true
            change(&$0)
        }
    }
}

extension BarLayout {
    /// The layout that a header says, by the names of its columns and the first stamp under it.
    ///
    /// Of two layouts with the same columns the stamp decides: Yahoo writes dates, Alpaca instants.
    static func detected(header names: [String], firstStamp: CivilStamp?) -> BarLayout {
        let present = Set(names)
        if present.contains("ts_ns") { return epochNanoseconds }
        if present.isSuperset(of: ["date", "symbol"]) { return longForm }
        if present == ["date", "close"] { return closeOnly }
        if present.isSuperset(of: ["timestamp", "time"]) { return metaTrader }
        if present.contains("datetime") { return alphaVantage }
        if present.contains("time") { return lumibot }
        if names.first == "", present.contains("open") { return backtestingPy }
        if firstStamp?.offset != nil { return alpacaIEX }
        if names == ["date", "close", "high", "low", "open", "volume"] { return autoAdjusted }
        return present.isDisjoint(with: ["adj close", "adjclose"]) ? daily : yahoo
    }
}
