public import Contracts

/// What the account holds of one instrument.
public struct BrokerPosition: Hashable, Sendable {
    /// As the broker writes it.
    public var symbol: String
    /// Negative for a short position.
    public var quantity: Quantity
    public var averageEntryPrice: Price
    /// Signed; `nil` when the broker has no price.
    public var marketValue: Money?
    public var currentPrice: Price?

    public init(
        symbol: String, quantity: Quantity, averageEntryPrice: Price, marketValue: Money?, currentPrice: Price?
    ) {
        self.symbol = symbol
        self.quantity = quantity
        self.averageEntryPrice = averageEntryPrice
        self.marketValue = marketValue
        self.currentPrice = currentPrice
    }
}

/// The account's money and whether it may trade.
public struct BrokerAccount: Hashable, Sendable {
    public var id: String
    public var status: String
    public var cash: Money
    public var equity: Money
    /// At the close of the session before.
    public var lastEquity: Money?
    public var buyingPower: Money?
    /// Some switch at the broker forbids orders.
    public var isBlocked: Bool

    public init(
        id: String, status: String, cash: Money, equity: Money, lastEquity: Money?, buyingPower: Money?, isBlocked: Bool
    ) {
        self.id = id
        self.status = status
        self.cash = cash
        self.equity = equity
        self.lastEquity = lastEquity
        self.buyingPower = buyingPower
        self.isBlocked = isBlocked
    }
}

/// The broker's clock. In a replay it is the venue's, not the wall's.
public struct BrokerClock: Hashable, Sendable {
    public var now: Timestamp
    public var isOpen: Bool
    public var nextOpen: Timestamp
    public var nextClose: Timestamp

    public init(now: Timestamp, isOpen: Bool, nextOpen: Timestamp, nextClose: Timestamp) {
        self.now = now
        self.isOpen = isOpen
        self.nextOpen = nextOpen
        self.nextClose = nextClose
    }
}

/// One day of the broker's calendar.
public struct BrokerSession: Hashable, Sendable {
    public var date: TradingDate
    public var open: Timestamp
    public var close: Timestamp

    public init(date: TradingDate, open: Timestamp, close: Timestamp) {
        self.date = date
        self.open = open
        self.close = close
    }
}

/// One execution as the account's history tells it. The history names the broker's order id, not ours.
public struct BrokerFill: Hashable, Sendable {
    /// The history's id of the line.
    public var activityID: String
    /// What follows `::` in it. The stream's execution id need not be the same, so tell executions apart by the order's
    /// cumulative quantity, which grows with each.
    public var execution: String
    public var venueOrderID: String
    public var symbol: String
    public var side: Side
    /// Of this execution alone.
    public var quantity: Quantity
    public var price: Price
    /// Of the order after this execution.
    public var cumulativeQuantity: Quantity
    public var happenedAt: Timestamp

    public init(
        activityID: String, execution: String, venueOrderID: String, symbol: String, side: Side, quantity: Quantity,
        price: Price, cumulativeQuantity: Quantity, happenedAt: Timestamp
    ) {
        self.activityID = activityID
        self.execution = execution
        self.venueOrderID = venueOrderID
        self.symbol = symbol
        self.side = side
        self.quantity = quantity
        self.price = price
        self.cumulativeQuantity = cumulativeQuantity
        self.happenedAt = happenedAt
    }

    /// The fact for the log, once it is known which of our orders it belongs to.
    public func fill(of order: OrderID, in instrument: InstrumentIndex) -> Fill {
        Fill(
            order: order, execution: execution, instrument: instrument, side: side, quantity: quantity, price: price,
            cumulativeQuantity: cumulativeQuantity, commission: .zero, happenedAt: happenedAt)
    }
}
