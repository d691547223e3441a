/// What one client of the market data stream wants to hear, by channel.
struct DataSubscriptions: Hashable, Sendable {
    /// The channels in the order in which they are listed back.
    static let channels = ["trades", "quotes", "bars", "updatedBars", "dailyBars", "statuses", "lulds"]
    static let most = 10_000

    private var symbols: [String: Set<String>] = [:]

    func wants(_ channel: String, _ symbol: String) -> Bool {
        guard let wanted = symbols[channel] else { return false }
        return wanted.contains("*") || wanted.contains(symbol)
    }

    /// Adds or removes what a message names; false when a list is not a list of symbols or too long.
    mutating func change(by message: WireValue, adding: Bool) -> Bool {
        for channel in Self.channels {
            guard let listed = message[channel] else { continue }
            guard let items = listed == .null ? [] : listed.items else { return false }
            let names = items.compactMap(\.text)
            guard names.count == items.count else { return false }
            if adding { symbols[channel, default: []].formUnion(names) } else { symbols[channel]?.subtract(names) }
            guard symbols[channel]?.count ?? 0 <= Self.most else { return false }
        }
        return true
    }

    /// The complete lists. Corrections and cancellations follow the trades.
    var wire: WireValue {
        func list(_ channel: String) -> WireValue { .list((symbols[channel] ?? []).sorted().map(WireValue.text)) }
        var members = [WireMember(name: "T", value: "subscription")]
        members += Self.channels.map { WireMember(name: $0, value: list($0)) }
        members += ["corrections", "cancelErrors"].map { WireMember(name: $0, value: list("trades")) }
        return .object(members)
    }
}
