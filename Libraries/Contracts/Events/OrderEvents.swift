public enum Side: String, Hashable, Sendable, Codable, CaseIterable {
    case buy, sell

    /// 1 for a buy, −1 for a sell.
    @inlinable public var sign: Int64 { self == .buy ? 1 : -1 }
    @inlinable public var opposite: Side { self == .buy ? .sell : .buy }
}

public enum OrderType: Hashable, Sendable, Codable {
    case market
    case limit(Price)
    case stop(Price)
    /// A limit order that begins to count once the market has reached `stop`.
    case stopLimit(stop: Price, limit: Price)
    /// A stop that follows the best price since the order was accepted, so far behind it.
    case trailingStop(Trail)

    /// The worst price that a fill may have; `nil` when there is no such promise.
    public var limitPrice: Price? {
        switch self {
        case .limit(let price), .stopLimit(_, limit: let price): price
        case .market, .stop, .trailingStop: nil
        }
    }

    /// The price that wakes the order, where it is fixed beforehand.
    public var stopPrice: Price? {
        switch self {
        case .stop(let price), .stopLimit(stop: let price, _): price
        case .market, .limit, .trailingStop: nil
        }
    }
}

/// How far a trailing stop stays behind the best price.
public enum Trail: Hashable, Sendable, Codable {
    /// In units of price.
    case amount(Price)
    /// In basis points (hundredths of a percent) of the best price.
    case basisPoints(Int64)

    /// Where the stop stands behind `best`: below it for a sell, above it for a buy. Rounded half to even to a billionth.
    public func stop(behind best: Price, _ side: Side) -> Price {
        switch self {
        case .amount(let distance): side == .buy ? best + distance : best - distance
        case .basisPoints(let points): best.moved(byBasisPoints: side.sign * points)
        }
    }
}

/// How long an order is good for, under the names that Alpaca's API gives them.
public enum TimeInForce: String, Hashable, Sendable, Codable, CaseIterable {
    /// The session it is accepted in or before.
    case day
    /// Until it is filled or canceled.
    case gtc
    /// The opening auction of the next session, and nothing after it: market-on-open and limit-on-open.
    case opg
    /// The closing auction of the session, and nothing before it: market-on-close and limit-on-close.
    case cls

    /// Whether the order takes part in an auction only.
    public var isAuction: Bool {
        switch self {
        case .day, .gtc: false
        case .opg, .cls: true
        }
    }
}

/// What is asked of the venue.
public struct OrderRequest: Hashable, Sendable, Codable {
    public var side: Side
    /// Unsigned.
    public var quantity: Quantity
    public var type: OrderType
    public var timeInForce: TimeInForce

    public init(side: Side, quantity: Quantity, type: OrderType, timeInForce: TimeInForce) {
        self.side = side
        self.quantity = quantity
        self.type = type
        self.timeInForce = timeInForce
    }
}

/// A step in one order's life. Executions are `Fill`s.
public struct OrderEvent: Hashable, Sendable, Codable {
    public enum Change: Hashable, Sendable, Codable {
        /// The durable intent: nothing is sent before this entry is archived.
        case submitting(OrderRequest)
        /// Given up before it was ever sent, such as when the archive stayed away too long.
        case withdrawn(reason: String)
        /// The venue has it.
        case accepted(venueOrderID: String)
        /// The venue refused it.
        case rejected(code: Int64, reason: String)
        /// Sent, and no one knows whether it arrived. Resolved by looking it up under its id.
        case unknown(reason: String)
        case cancelRequested(reason: String)
        case canceled
        case expired
        /// The venue has an order under this id that the log did not know.
        case external(OrderRequest)
    }

    public var order: OrderID
    public var instrument: InstrumentIndex
    public var change: Change
    /// The venue's clock where it told us, else the cause's time.
    public var happenedAt: Timestamp

    public init(order: OrderID, instrument: InstrumentIndex, change: Change, happenedAt: Timestamp) {
        self.order = order
        self.instrument = instrument
        self.change = change
        self.happenedAt = happenedAt
    }
}

/// One execution of one of our orders.
public struct Fill: Hashable, Sendable, Codable {
    public var order: OrderID
    public var execution: String
    public var instrument: InstrumentIndex
    public var side: Side
    /// Of this execution alone, unsigned.
    public var quantity: Quantity
    public var price: Price
    /// Of the order after this execution, as the venue counts.
    public var cumulativeQuantity: Quantity
    public var commission: Money
    public var happenedAt: Timestamp

    public init(
        order: OrderID, execution: String, instrument: InstrumentIndex, side: Side, quantity: Quantity, price: Price,
        cumulativeQuantity: Quantity, commission: Money, happenedAt: Timestamp
    ) {
        self.order = order
        self.execution = execution
        self.instrument = instrument
        self.side = side
        self.quantity = quantity
        self.price = price
        self.cumulativeQuantity = cumulativeQuantity
        self.commission = commission
        self.happenedAt = happenedAt
    }
}

/// What a finished order cost against the price at the moment of decision.
public struct TradeCost: Hashable, Sendable, Codable {
    public var order: OrderID
    public var instrument: InstrumentIndex
    public var filled: Quantity
    public var arrivalPrice: Price
    public var averagePrice: Price
    /// (average − arrival) × filled, signed so that positive is a cost.
    public var implementationShortfall: Money

    public init(
        order: OrderID, instrument: InstrumentIndex, filled: Quantity, arrivalPrice: Price, averagePrice: Price,
        implementationShortfall: Money
    ) {
        self.order = order
        self.instrument = instrument
        self.filled = filled
        self.arrivalPrice = arrivalPrice
        self.averagePrice = averagePrice
        self.implementationShortfall = implementationShortfall
    }
}
