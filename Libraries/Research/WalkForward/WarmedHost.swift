import Backtesting
import Contracts

/// The stages of one book that see bars before they may trade.
///
/// Up to a session, every order that they decide on is answered as a venue that is not open to them would: rejected, at once. Features,
/// views and volatilities are then those of a book that has been watching, and positions and cash those of one that has not begun.
struct WarmedHost: BookHost {
    /// The first session that may be traded on, for the hosts that are made within `withValue`.
    ///
    /// A backtest makes its host itself, from the configuration alone. A value that is bound around the run reaches the host without
    /// a second copy of the loop between stages and exchange, in which the two could drift apart.
    @TaskLocal static var firstTradedSession: TradingDate?

    private var stages: DirectHost
    private let opens: TradingDate?
    private var refused: [OrderEvent] = []

    init(_ configuration: BookConfiguration, at instant: Timestamp) {
        stages = DirectHost(configuration, at: instant)
        opens = Self.firstTradedSession
    }

    mutating func take(_ bars: borrowing BarFrame, into decided: inout [OrderEvent]) {
        guard let opens, bars.session < opens else { return stages.take(bars, into: &decided) }
        stages.take(bars, into: &refused)
        refuse()
    }

    mutating func take(_ fill: Fill, into decided: inout [OrderEvent]) { stages.take(fill, into: &decided) }
    mutating func take(_ event: OrderEvent, into decided: inout [OrderEvent]) { stages.take(event, into: &decided) }
    mutating func take(_ state: AccountState, into decided: inout [OrderEvent]) { stages.take(state, into: &decided) }
    mutating func take(_ action: CorporateAction, at instant: Timestamp, into decided: inout [OrderEvent]) {
        stages.take(action, at: instant, into: &decided)
    }

    /// Tells the stages that nothing they just asked for was accepted, nor what they ask for on hearing that.
    private mutating func refuse() {
        var next = 0
        while next < refused.count {
            let event = refused[next]
            next += 1
            guard case .submitting = event.change else { continue }
            stages.take(
                OrderEvent(
                    order: event.order, instrument: event.instrument,
                    change: .rejected(code: 0, reason: "warming up"), happenedAt: event.happenedAt),
                into: &refused)
        }
        refused.removeAll(keepingCapacity: true)
    }
}
