import Contracts
import MarketData
import Testing

@Suite struct `A header` {
    let folder = TemporaryFolder()

    @Test(arguments: [
        ("daily", "date,OPEN,high,low,close\n2025-01-02,1,2,1,2\n"),
        ("yahoo", "Date,Open,High,Low,Close,AdjClose,Volume,Dividends\n2025-01-02,1,2,1,2,2,5,0.0\n"),
        ("yahoo", "Date,Open,High,Low,Close,Volume,Adj Close\n2025-01-02,1,2,1,2,5,2\n"),
        ("yahoo", "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits\n2025-01-02,1,2,1,2,2,5,0.0,0\n"),
        ("alpaca-iex", "Date,Open,High,Low,Close,Adj Close,Volume\n2025-01-02 05:00:00+00:00,1,2,1,2,2,5.0\n"),
        ("yfinance-autoadjust", "Date,close,high,low,open,volume\n2025-01-02,2,2,1,1,5\n"),
        ("close-only", "Date,Close\n2025-01-02,2\n"),
        ("long", "date,symbol,open,high,low,close,volume\n2025-01-02,GLD,1,2,1,2,5\n"),
        ("metatrader", "id,timestamp,time,open,high,low,close,volume,spread\n1,2025-01-02,00:00:00,1,2,1,2,5,0\n"),
        ("backtesting-py", ",Open,High,Low,Close,Volume\n2025-01-02,1,2,1,2,5\n"),
        ("alphavantage", "datetime,open,high,low,close,volume\n2025-01-02,1,2,1,2,5"),
    ])
    func `says which layout a file of days has`(name: String, text: String) throws {
        let file = try read(text)
        #expect(file.layout.name == name)
        #expect(file.quarantined == [] && file.rowCount == 1)
        let series = try #require(file.series.first)
        #expect(series.identity.symbol == gold && series.identity.interval == .session && series.count == 1)
        #expect(series.close(0) == Price("2"))
        // A spot market's day ends at midnight, a session's at its close.
        #expect(series.first == instant(name == "metatrader" ? "2025-01-03T00:00:00Z" : "2025-01-02T21:00:00Z"))
    }

    @Test(arguments: [
        // New York, at the end of the bar, newest first, without a last line end.
        (
            "datetime,open,high,low,close,volume\n2019-02-15 09:32:00,1,2,1,2,5\n2019-02-15 09:31:00,1,2,1,1,5",
            "alphavantage",
            "1min", ["2019-02-15T14:31:00Z", "2019-02-15T14:32:00Z"]
        ),
        // With an offset, at the beginning of the bar.
        (
            "time,open,high,low,close,volume\n2020-01-06 07:08:00-05:00,1,2,1,2,5\n2020-01-06 07:09:00-05:00,1,2,1,2,5\n",
            "lumibot", "1min", ["2020-01-06T12:09:00Z", "2020-01-06T12:10:00Z"]
        ),
        // The broker's clock read as UTC, at the beginning of the bar.
        (
            "id,timestamp,time,open,high,low,close,volume,spread\r\n1,2004-06-11,04:00:00,1,2,1,2,0,0\r\n"
                + "2,2004-06-11,08:00:00,1,2,1,2,0,0\r\n",
            "metatrader", "4h", ["2004-06-11T08:00:00Z", "2004-06-11T12:00:00Z"]
        ),
        (
            ",Open,High,Low,Close,Volume\n2017-04-19 09:00:00,1,2,1,2,5\n2017-04-19 10:00:00,1,2,1,2,5\n",
            "backtesting-py",
            "1h", ["2017-04-19T10:00:00Z", "2017-04-19T11:00:00Z"]
        ),
        (
            "ts_ns,open,high,low,close,volume\n1549967460000000000,1,2,1,2,5\n1549967520000000000,1,2,1,2,5\n",
            "epoch-ns",
            "1min", ["2019-02-12T10:31:00Z", "2019-02-12T10:32:00Z"]
        ),
    ])
    func `says which layout a file of minutes or hours has, and its stamps are moved to the end of the bar`(
        text: String, name: String, interval: String, times: [String]
    ) throws {
        let file = try read(text)
        #expect(file.layout.name == name && file.quarantined == [])
        let series = try #require(file.series.first)
        #expect("\(series.identity.interval)" == interval)
        #expect(series.times == times)
    }

    @Test func `may be in quotes, and so may the fields`() throws {
        let file = try read("\"Date\",\"Open\",\"High\",\"Low\",\"Close\"\n\"2025-01-02\",\"1\",\"2\",\"1\",\"1.5\"\n")
        #expect(file.quarantined == [] && file.series.first?.close(0) == Price("1.5"))
    }

    @Test func `of closes alone makes bars of one price and says so`() throws {
        let series = try #require(try read("Date,Close\n2025-01-02,2.5\n").series.first)
        #expect(series.identity.isCloseOnly)
        let price = Price("2.5")!
        #expect(series[0] == Bar(open: price, high: price, low: price, close: price, volume: 0))
    }

    @Test func `with dividends and splits has them kept by their date`() throws {
        let file = try read(
            """
            Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits
            2025-01-02,1,2,1,2,2,5,0.25,0
            2025-01-03,1,2,1,2,2,5,0.0,0.125
            2025-01-06,1,2,1,2,2,5,0.0,1.5

            """)
        #expect(file.actions.map(\.exDate.description) == ["2025-01-02", "2025-01-03", "2025-01-06"])
        #expect(
            file.actions.map(\.change) == [
                .dividend(perShare: Price("0.25")!), .split(new: 1, old: 8), .split(new: 3, old: 2),
            ])
        #expect(file.actions[1].action(in: Universe([silver, gold])!)?.instrument == InstrumentIndex(1))
        #expect(file.actions[1].action(in: Universe([silver])!) == nil)
    }

    @Test func `with a symbol column holds many series, each in its own order`() throws {
        let file = try read(
            """
            date,symbol,open,high,low,close,volume
            2025-01-03,SLV,1,2,1,2,5
            2025-01-02,GLD,1,2,1,1,5
            2025-01-03,GLD,1,2,1,2,5
            2025-01-02,SLV,1,2,1,2,5
            2025-01-02,slv,1,2,1,2,5

            """)
        #expect(file.series.map(\.identity.symbol) == [silver, gold])
        #expect(file.series.map(\.count) == [1, 2])
        #expect(
            file.quarantined.map { "\($0.line) \($0.reason)" } == [
                "5 Date 2025-01-02 comes after 2025-01-03: dates must ascend",
                "6 Symbol \"slv\" is not a symbol (1 to 12 of A–Z, 0–9, . and -)",
            ])
    }

    private func read(_ text: String) throws -> BarFile {
        folder.write("GLD", text)
        return try BarFileReader(badRows: .quarantine).read(folder.file("GLD"))
    }
}

@Suite struct `A file without a header` {
    let folder = TemporaryFolder()

    @Test func `of LEAN's has prices in ten-thousandths and a day that ends at the close`() throws {
        let series = try read("uso", "20200428 00:00,21000,21500,20500,21100,26800\n", .leanEquityDaily)
        #expect(series.identity.symbol == Symbol("USO") && series.identity.interval == .session)
        #expect(series[0].close == Price("2.11") && series.first == instant("2020-04-28T20:00:00Z"))
    }

    @Test func `takes its date from its name and counts milliseconds from New York's midnight`() throws {
        let text = "34200000,1672700,1672800,1672600,1672700,300\n34260000,1672700,1672700,1671500,1672500,200\n"
        let series = try read("20131007_spy_minute_trade", text, .leanEquityMinute)
        #expect(series.identity.symbol == Symbol("SPY"))
        #expect(series.times == ["2013-10-07T13:31:00Z", "2013-10-07T13:32:00Z"])
        #expect(throws: BarFileError.noDateInName(file: folder.file("spy"))) {
            try read("spy", text, .leanEquityMinute)
        }
    }

    @Test func `of bids and asks is read as their middle`() throws {
        let series = try read(
            "xauusd", "20060320 00:00,552.8,556.2,549.8,553.8,0,555.3,557.5,550.3,554.9,0\n", .leanQuoteDaily)
        #expect(
            series[0]
                == Bar(
                    open: Price("554.05")!, high: Price("556.85")!, low: Price("550.05")!, close: Price("554.35")!,
                    volume: 0))
    }

    @Test func `of coins has its volume rounded, and says so`() throws {
        let text = "0,611.78,611.91,611.78,611.9,1.13872\r\n60000,611.87,611.88,611.87,611.88,0.56799\r\n"
        let series = try read("20161007_btcusd_minute_trade", text, .leanCryptoMinute)
        #expect(series.identity.hasRoundedVolume && series.all.map(\.bar.volume) == [1, 1])
    }

    private func read(_ name: String, _ text: String, _ layout: BarLayout) throws -> BarSeries {
        folder.write(name, text)
        let file = try BarFileReader(layout: layout, badRows: .stop).read(folder.file(name))
        return try #require(file.series.first)
    }
}
