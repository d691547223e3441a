public import Contracts

/// Splits and dividends on their way through the sessions: each is handed out once, on its ex-date, and those of one day in the order given.
public struct DueActions: Sendable {
    private let actions: [CorporateAction]
    private var taken = 0

    public init(_ actions: [CorporateAction]) {
        self.actions = actions.enumerated()
            .sorted { ($0.element.exDate, $0.offset) < ($1.element.exDate, $1.offset) }.map(\.element)
    }

    /// The next one that is due by a session; `nil` when there is none.
    public mutating func next(through session: TradingDate) -> CorporateAction? {
        guard let nextDate, nextDate <= session else { return nil }
        defer { taken += 1 }
        return actions[taken]
    }

    /// When the next one is due; `nil` behind the last.
    var nextDate: TradingDate? { taken < actions.count ? actions[taken].exDate : nil }
}
