public import Contracts

/// How long the bars of a simulated market are.
public enum BarLength: String, Hashable, Sendable, CaseIterable {
    case session = "1Day"
    case minute = "1Min"

    /// How many of them make a year: of 252 sessions, and of 390 minutes each.
    var perYear: Double { self == .session ? 252 : 252 * 390 }
}

extension SimulatedMarket {
    /// A new market's frames over these sessions: one at each close, or one at the end of each minute that trades.
    ///
    /// Dates on which the exchange is closed have none.
    public static func frames(
        _ length: BarLength, of sessions: some Sequence<TradingDate>, universe: Universe, seed: UInt64,
        calendar: TradingCalendar
    ) -> [BarFrame] {
        var market = SimulatedMarket(universe: universe, seed: seed, stepsPerYear: length.perYear)
        var frames: [BarFrame] = []
        for session in sessions {
            guard let open = calendar.open(session), let close = calendar.close(session) else { continue }
            let step = length == .session ? close.nanoseconds - open.nanoseconds : 60 * nanosPerUnit
            for at in stride(from: open.nanoseconds + step, through: close.nanoseconds, by: Int64.Stride(step)) {
                frames.append(market.next(session: session, at: Timestamp(nanoseconds: at)))
            }
        }
        return frames
    }
}
