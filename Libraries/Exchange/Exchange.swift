public import Contracts

/// A simulated market with one account: it accepts orders, matches them against bars or quotes, and keeps cash and positions.
///
/// It is a value without a clock, and the same commands in the same order give the same executions, ids included. The venue puts it
/// behind a wire and a journal; the backtester calls it between frames.
public struct Exchange: Hashable, Sendable {
    public let universe: Universe
    public let rules: ExchangeRules
    public let startingCash: Money
    public internal(set) var cash: Money
    /// By instrument index.
    public internal(set) var holdings: [Holding]
    /// The newest mark by instrument index; `nil` until something has traded.
    public internal(set) var lastPrices: [Price?]
    /// In the order of their acceptance.
    public internal(set) var openOrders: [OpenOrder] = []

    /// Ids stay taken after their order has ended. Only asked for membership, never walked; empty where the caller's ids are trusted.
    var knownIDs: Set<OrderID> = []
    var acceptedCount: UInt64 = 0
    var executionCount: UInt64 = 0
    /// What is left of each bar's volume for our orders, while one frame is matched.
    var volumeLeft: [Quantity]
    /// Which frame `volumeLeft` is about.
    var volumeFrame: Timestamp?
    /// The session of the frame that was marked last: the next one's first frame begins with the opening auction.
    var markedSession: TradingDate?

    let naming: Naming

    /// How orders and executions are named.
    public enum Naming: Hashable, Sendable {
        /// As venues do. The names follow from the order's own id, and an id that was taken is refused: requests may come twice.
        case uuid
        /// Not at all, for backtests whose names nobody sees. They call with the ids of an OMS in the same process, which never gives one
        /// twice, so none is remembered.
        case nameless
    }

    public init(universe: Universe, startingCash: Money, rules: ExchangeRules, naming: Naming = .uuid) {
        self.naming = naming
        self.universe = universe
        self.rules = rules
        self.startingCash = startingCash
        cash = startingCash
        holdings = Array(repeating: Holding(), count: universe.count)
        lastPrices = Array(repeating: nil, count: universe.count)
        volumeLeft = Array(repeating: .zero, count: universe.count)
    }

    /// What the positions are worth at the last marks, shorts negative.
    // Inlinable, since a call would copy the exchange.
    @inlinable @inline(__always)
    public var marketValue: Money {
        var sum = Money.zero
        let held = holdings.span
        let marks = lastPrices.span
        for place in held.indices where !held[place].quantity.isZero {
            sum += marks[place]?.notional(of: held[place].quantity) ?? .zero
        }
        return sum
    }

    @inlinable @inline(__always) public var equity: Money { cash + marketValue }

    /// What may still be opened: the leveraged equity, less the positions and what open orders reserve. Never negative.
    public var buyingPower: Money {
        var used = Money.zero
        for place in holdings.indices { used += value(ofHolding: place).magnitude }
        for order in openOrders { used += order.reserved }
        let power = Money(nanos: equity.nanos * rules.leverage) - used
        return max(power, .zero)
    }

    /// How much of a position other closing orders hold.
    public func heldForOrders(_ instrument: InstrumentIndex) -> Quantity {
        var held = Quantity.zero
        for order in openOrders where order.instrument == instrument && order.isClosing { held += order.leaves }
        return held
    }

    // Inlinable, since a call would copy the exchange.
    @inlinable @inline(__always) public var hasOpenOrders: Bool { !openOrders.isEmpty }

    public func openOrder(_ id: OrderID) -> OpenOrder? { openOrders.first { $0.id == id } }

    func nameOrder(_ id: OrderID) -> String {
        switch naming {
        case .uuid: derivedUUID(number: acceptedCount, seed: id.fingerprint)
        case .nameless: ""
        }
    }

    func nameExecution(of order: OpenOrder) -> String {
        switch naming {
        case .uuid: derivedUUID(number: executionCount, name: order.venueOrderID)
        case .nameless: ""
        }
    }

    func value(ofHolding place: Int) -> Money {
        lastPrices[place]?.notional(of: holdings[place].quantity) ?? .zero
    }

    /// Makes the frame's closes the marks that equity and buying power are computed with.
    public mutating func mark(_ frame: borrowing BarFrame) {
        precondition(frame.bars.count == universe.count, "a frame has one place per instrument of the universe")
        markedSession = frame.session
        var marks = lastPrices.mutableSpan
        let bars = frame.bars.span
        for place in bars.indices {
            if let close = bars[place]?.close { marks[place] = close }
        }
    }

    /// Makes these closes, in billionths, one an instrument, the marks: what `mark(frame)` does for a frame that is no longer at hand.
    public mutating func mark(_ closes: [Int64], session: TradingDate) {
        precondition(closes.count == universe.count, "there is one close per instrument of the universe")
        markedSession = session
        for place in closes.indices { lastPrices[place] = Price(nanos: closes[place]) }
    }

    /// Makes one price the mark of one instrument.
    public mutating func mark(_ instrument: InstrumentIndex, at price: Price) { lastPrices[instrument.place] = price }
}
