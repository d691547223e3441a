import Contracts
import Exchange
import MarketData

/// The frames that a backtest or a replay runs on, and where they come from.
struct Market {
    let universe: Universe
    let frames: [BarFrame]
    let length: BarLength
    /// For people: names a simulated market as one.
    let label: String
    let quarantined: [RowDefect]

    /// How many sessions a simulated market has when no dates are given: four years.
    private static let simulatedSessions = 1008

    /// Reads or makes the market that `options` ask for; `configured` is the universe where they name none.
    ///
    /// - Parameter length: of a simulated market's bars; recorded ones are daily.
    init(_ options: MarketOptions, configured: Universe, length: BarLength = .session) throws {
        let symbols = try options.requestedSymbols() ?? configured.symbols
        guard let universe = Universe(symbols) else { throw CommandFailure.misconfigured("the universe is empty") }
        self.universe = universe
        self.length = length
        let from = try options.date(options.from, option: "--from")
        let through = try options.date(options.to, option: "--to")
        if let directory = options.bars {
            do {
                let read = try DailyBarFiles(directory: directory, badRows: try options.policy())
                    .read(symbols, from: from, through: through)
                frames = read.frames
                quarantined = read.quarantined
            } catch let error as BarFileError {
                throw CommandFailure.failed("\(error)")
            }
            label = "daily bars of \(directory)"
        } else {
            frames = Self.simulated(universe, seed: options.seed, length: length, from: from, through: through)
            quarantined = []
            label = "SIMULATED MARKET, seed \(options.seed): no real prices"
        }
        guard !frames.isEmpty else {
            throw CommandFailure.failed(
                "there is no bar of \(symbols.map(\.name).joined(separator: ", ")) in that span")
        }
    }

    private static func simulated(
        _ universe: Universe, seed: UInt64, length: BarLength, from: TradingDate?, through: TradingDate?
    ) -> [BarFrame] {
        let calendar = TradingCalendar.nyse
        let last = through ?? calendar.sessions[calendar.sessions.count - 1]
        var sessions = calendar.sessions(from: from ?? defaultStart, through: last)
        if through == nil { sessions = sessions.prefix(simulatedSessions) }
        return SimulatedMarket.frames(length, of: sessions, universe: universe, seed: seed, calendar: calendar)
    }

    private static let defaultStart = TradingDate("2020-01-02") ?? TradingCalendar.nyse.sessions[0]
}
