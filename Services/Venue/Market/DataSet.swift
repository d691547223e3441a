import Contracts
import Exchange
import MarketData

/// The daily bars that a replay steps through, and what they are called.
struct DataSet: Sendable {
    let label: String
    let isSimulated: Bool
    let frames: [BarFrame]
    /// Rows that were left out of the files, with the reason of each.
    let quarantined: [String]

    /// Reads one file for each symbol.
    init(
        directory: String, symbols: [Symbol], badRows: BadRowPolicy, from: TradingDate?, through: TradingDate?
    ) throws(BarFileError) {
        let bars = try DailyBarFiles(directory: directory, badRows: badRows).read(symbols, from: from, through: through)
        let folder = directory.split(separator: "/").last.map(String.init) ?? directory
        self.init(
            label: "recorded daily bars of \(folder)", isSimulated: false, frames: bars.frames,
            quarantined: bars.quarantined.map(\.description))
    }

    /// Makes bars for the exchange's sessions.
    init(seed: UInt64, universe: Universe, from: TradingDate, through: TradingDate) {
        var market = SimulatedMarket(universe: universe, seed: seed)
        let calendar = TradingCalendar.nyse
        let sessions = calendar.sessions(from: from, through: through).compactMap { date in
            calendar.close(date).map { (date: date, closesAt: $0) }
        }
        self.init(label: "simulated, seed \(seed)", isSimulated: true, frames: market.frames(sessions), quarantined: [])
    }

    init(label: String, isSimulated: Bool, frames: [BarFrame], quarantined: [String]) {
        self.label = label
        self.isSimulated = isSimulated
        self.frames = frames
        self.quarantined = quarantined
    }

    /// When a session's bars begin.
    static func opensAt(_ frame: BarFrame) -> Timestamp {
        TradingCalendar.nyse.open(frame.session) ?? frame.at + -23_400
    }

    /// Tells data sets apart, so that a journal is never continued on another one.
    var digest: UInt64 {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ value: Int64) { digest = (digest ^ UInt64(bitPattern: value)) &* 0x0000_0100_0000_01b3 }
        for frame in frames {
            mix(frame.at.nanoseconds)
            for bar in frame.bars {
                guard let bar else {
                    mix(-1)
                    continue
                }
                mix(bar.open.nanos)
                mix(bar.high.nanos)
                mix(bar.low.nanos)
                mix(bar.close.nanos)
                mix(bar.volume)
            }
        }
        return digest
    }
}
