import Contracts

/// A bar with the start of its interval, as the market data side names it.
struct TimedBar: Hashable, Sendable {
    var start: Timestamp
    var bar: Bar

    /// Adds a later bar of the same interval.
    mutating func absorb(_ later: Bar) {
        bar.high = max(bar.high, later.high)
        bar.low = min(bar.low, later.low)
        bar.close = later.close
        bar.volume += later.volume
    }

    /// The members of a bar. How many trades there were and at what average is not known of recorded daily bars.
    var members: [WireMember] {
        [
            WireMember(name: "t", value: .instant(start)),
            WireMember(name: "o", value: .bare(bar.open)),
            WireMember(name: "h", value: .bare(bar.high)),
            WireMember(name: "l", value: .bare(bar.low)),
            WireMember(name: "c", value: .bare(bar.close)),
            WireMember(name: "v", value: .integer(bar.volume)),
            WireMember(name: "n", value: .null),
            WireMember(name: "vw", value: .null),
        ]
    }

    var wire: WireValue { .object(members) }

    /// The bar as a stream message of type `kind`.
    func message(_ kind: String, _ symbol: String) -> WireValue {
        .object([WireMember(name: "T", value: .text(kind)), WireMember(name: "S", value: .text(symbol))] + members)
    }
}
