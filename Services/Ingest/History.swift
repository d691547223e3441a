import Brokers
import Contracts
import Providers
import Web

/// Finished frames of the past, asked for by REST: what the stream can no longer tell.
struct History: ~Copyable {
    private var bars: AlpacaBarHistory
    private var broker: AlpacaReader
    private let settings: StreamSettings
    private let universe: Universe

    init(_ settings: StreamSettings, universe: Universe) {
        self.settings = settings
        self.universe = universe
        bars = AlpacaBarHistory(
            base: settings.historyURL, credentials: settings.credentials, feed: settings.feed,
            options: .init(connectTimeout: .seconds(1), timeout: .seconds(4)))
        broker = AlpacaReader(
            base: settings.clockURL, credentials: settings.credentials,
            options: .init(connectTimeout: .seconds(1), timeout: .seconds(2)))
    }

    mutating func clock() throws(BrokerError) -> BrokerClock { try broker.clock() }

    /// Every frame after `last` that ended at or before `limit`.
    mutating func frames(
        after last: Timestamp?, through limit: Timestamp, hours: TradingHours
    ) throws(BarHistoryError) -> AssembledFrames {
        guard let start = start(after: last), start <= limit else {
            return AssembledFrames(frames: [], quarantined: [])
        }
        let batch = try bars.bars(of: universe, settings.timeframe, from: start, through: limit)
        let assembled = settings.timeframe.frames(of: batch.bars, universe: universe, hours: hours)
        return AssembledFrames(
            frames: assembled.frames.filter { frame in
                frame.at <= limit && last.map { frame.at > $0 } ?? true
            }, quarantined: batch.quarantined + assembled.quarantined)
    }

    /// Where the first missing bar begins. A book of minutes begins with the next one: yesterday's are no reason to trade.
    private func start(after last: Timestamp?) -> Timestamp? {
        switch (settings.timeframe, last) {
        case (.day, nil): NewYork.instant(on: settings.firstSession, hour: 0, minute: 0)
        case (.day, let last?): NewYork.instant(on: NewYork.date(at: last) + 1, hour: 0, minute: 0)
        case (.minute, let last): last
        }
    }
}
