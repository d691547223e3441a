public import Contracts

/// The frames that a set of bars makes, and the bars that fit in none.
public struct AssembledFrames: Hashable, Sendable {
    /// Ascending, one for each instant.
    public let frames: [BarFrame]
    public let quarantined: [QuarantinedBar]

    public init(frames: [BarFrame], quarantined: [QuarantinedBar]) {
        self.frames = frames
        self.quarantined = quarantined
    }
}

extension BarTimeframe {
    /// Gathers bars by the instant at which they end.
    ///
    /// A day that is no session is quarantined; minutes outside the hours are left out, as they belong to no frame. When an
    /// instrument has two bars for one instant the first counts, and the other is quarantined.
    public func frames(
        of bars: [ReceivedBar], universe: Universe, hours: TradingHours = .regular, calendar: TradingCalendar = .nyse
    ) -> AssembledFrames {
        var frames: [BarFrame] = []
        var quarantined: [QuarantinedBar] = []
        for received in bars.sorted(by: { ($0.start, $0.instrument) < ($1.start, $1.instrument) }) {
            let source = "\(rawValue) \(universe[received.instrument]) \(received.start)"
            guard let (at, session) = end(ofBarAt: received.start, hours: hours, calendar: calendar) else {
                if self == .day {
                    quarantined.append(QuarantinedBar(source: source, reason: "the day is no session of the exchange"))
                }
                continue
            }
            if frames.last?.at != at {
                frames.append(BarFrame(at: at, session: session, bars: [Bar?](repeating: nil, count: universe.count)))
            }
            guard frames[frames.count - 1].bars[received.instrument.place] == nil else {
                quarantined.append(QuarantinedBar(source: source, reason: "there is a second bar for \(at)"))
                continue
            }
            frames[frames.count - 1].bars[received.instrument.place] = received.bar
        }
        return AssembledFrames(frames: frames, quarantined: quarantined)
    }
}
