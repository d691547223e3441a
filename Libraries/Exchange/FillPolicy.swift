/// Against which bar an order decided on a bar is first matched.
public enum FillPolicy: String, Hashable, Sendable, Codable, CaseIterable {
    /// The next one: what could have been done.
    case nextOpen = "next-open"
    /// That same bar, at its close: nobody can trade at a price that the decision was made from. For comparison with the results of
    /// others that assume it, and only in a backtest; a venue that runs in time does not know how.
    case signalClose = "signal-close"
}
