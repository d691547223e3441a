public import Contracts

/// Why series can't be put into frames together.
public enum AssemblyError: Error, Hashable, Sendable, CustomStringConvertible {
    case notInUniverse(Symbol)
    case repeated(Symbol)
    /// The bars of one frame are of one length.
    case intervalsDiffer(Symbol, BarInterval, others: BarInterval)
    case noSeries

    public var description: String {
        switch self {
        case .notInUniverse(let symbol): "\(symbol) has bars and is not in the universe"
        case .repeated(let symbol): "\(symbol) has two series"
        case .intervalsDiffer(let symbol, let interval, let others):
            "\(symbol) has bars of \(interval), and the others are of \(others)"
        case .noSeries: "there is no series to make frames of"
        }
    }
}

/// Several series as frames of one universe: one frame for each instant at which any of them has a bar, `nil` where an instrument has
/// none.
///
/// The frames are made one at a time as they are asked for, so that a million of them need no memory. A symbol of the universe without
/// a series has `nil` in every frame.
public struct FrameAssembly: Sendable, Sequence {
    public let universe: Universe
    public let interval: BarInterval
    private let columns: [BarSeries?]
    private let calendar: TradingCalendar
    private let from: Timestamp?
    private let through: Timestamp?

    /// Takes the bars that end within `from` … `through`, both included.
    public init(
        universe: Universe, series: [BarSeries], calendar: TradingCalendar = .nyse, from: Timestamp? = nil,
        through: Timestamp? = nil
    ) throws(AssemblyError) {
        guard let interval = series.first?.identity.interval else { throw .noSeries }
        var columns = [BarSeries?](repeating: nil, count: universe.count)
        for one in series {
            let symbol = one.identity.symbol
            guard let index = universe.index(of: symbol) else { throw .notInUniverse(symbol) }
            guard columns[index.place] == nil else { throw .repeated(symbol) }
            guard one.identity.interval == interval else {
                throw .intervalsDiffer(symbol, one.identity.interval, others: interval)
            }
            columns[index.place] = one
        }
        self.init(
            universe: universe, columns: columns, interval: interval, calendar: calendar, from: from, through: through)
    }

    init(
        universe: Universe, columns: [BarSeries?], interval: BarInterval, calendar: TradingCalendar, from: Timestamp?,
        through: Timestamp?
    ) {
        precondition(columns.count == universe.count, "every instrument has a column, if only an empty one")
        self.universe = universe
        self.columns = columns
        self.interval = interval
        self.calendar = calendar
        self.from = from
        self.through = through
    }

    /// A new walk over the frames from the first one.
    public func makeIterator() -> FrameCursor {
        FrameCursor(columns, calendar: calendar, from: from, through: through)
    }

    /// All frames at once: about a hundred bytes a bar. Walk instead where there are millions.
    public func allFrames() -> [BarFrame] { Array(self) }
}
