public import Contracts

/// A dividend or a split as a row of a file gives it.
public struct RecordedAction: Hashable, Sendable {
    public let symbol: Symbol
    public let exDate: TradingDate
    public let change: CorporateAction.Change

    public init(symbol: Symbol, exDate: TradingDate, change: CorporateAction.Change) {
        self.symbol = symbol
        self.exDate = exDate
        self.change = change
    }

    /// The same fact by the instrument's index; `nil` where the universe has no such symbol.
    public func action(in universe: Universe) -> CorporateAction? {
        universe.index(of: symbol).map { CorporateAction(instrument: $0, exDate: exDate, change: change) }
    }
}

/// What one file held: every row is in a series or among the quarantined.
public struct BarFile: Sendable {
    public let layout: BarLayout
    /// One for each symbol that has a sound row, in the order in which they first appear.
    public let series: [BarSeries]
    /// In the order of the lines.
    public let actions: [RecordedAction]
    /// In the order of the lines. Empty under `BadRowPolicy.stop`.
    public let quarantined: [RowDefect]
    /// Lines below the header: those read and those quarantined.
    public let rowCount: Int
}

/// What a file's name says of its contents.
enum FileName {
    /// `GLD` of `data/GLD.csv` and of `GLD_1min.csv`, `SPY` of `20131007_spy_minute_trade.csv`.
    static func symbol(of path: String) -> Symbol? {
        let words = stem(of: path).split(separator: "_")
        return words.first { $0.count != 8 || Int($0) == nil }.flatMap { Symbol($0.uppercased()) }
    }

    /// The date with which a name such as `20131007_spy_minute_trade.csv` begins.
    static func date(of path: String) -> TradingDate? {
        let digits = stem(of: path).prefix(8)
        guard digits.count == 8, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
            return nil
        }
        guard CivilStamp.years.contains(number / 10_000) else { return nil }
        return TradingDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// The last part of a path without what follows its last dot.
    static func stem(of path: String) -> Substring {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { name[..<$0] } ?? name
    }
}
