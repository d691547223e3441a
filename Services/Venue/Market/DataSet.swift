import Contracts
import Exchange
import MarketData

/// The bars that a replay steps through, and what they are called.
struct DataSet: Sendable {
    let label: String
    let isSimulated: Bool
    let frames: [BarFrame]
    let length: BarLength
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
            length: .session, quarantined: bars.quarantined.map(\.description))
    }

    /// Makes bars for the exchange's sessions.
    init(seed: UInt64, universe: Universe, length: BarLength, from: TradingDate, through: TradingDate) {
        let calendar = TradingCalendar.nyse
        let frames = SimulatedMarket.frames(
            length, of: calendar.sessions(from: from, through: through), universe: universe, seed: seed,
            calendar: calendar)
        self.init(
            label: length == .session ? "simulated, seed \(seed)" : "simulated minutes, seed \(seed)",
            isSimulated: true, frames: frames, length: length, quarantined: [])
    }

    init(label: String, isSimulated: Bool, frames: [BarFrame], length: BarLength, quarantined: [String]) {
        self.label = label
        self.isSimulated = isSimulated
        self.frames = frames
        self.length = length
        self.quarantined = quarantined
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
