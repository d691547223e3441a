public import Contracts

/// The half of a broker that only looks. Everyone may link it; the half that sends is the library `BrokerOrders`.
public protocol BrokerReader: ~Copyable {
    /// The order of this name; `nil` when the broker has none.
    mutating func order(clientID: OrderID) throws(BrokerError) -> BrokerOrder?
    /// Every order that something can still happen to, oldest first.
    mutating func openOrders() throws(BrokerError) -> [BrokerOrder]
    /// Orders of every status submitted after an instant, oldest first; all when it is `nil`.
    mutating func orders(submittedAfter instant: Timestamp?) throws(BrokerError) -> [BrokerOrder]
    mutating func positions() throws(BrokerError) -> [BrokerPosition]
    mutating func account() throws(BrokerError) -> BrokerAccount
    mutating func clock() throws(BrokerError) -> BrokerClock
    /// The trading days of a range of dates, both included.
    mutating func calendar(from start: TradingDate, through end: TradingDate) throws(BrokerError) -> [BrokerSession]
    /// Executions after an instant, oldest first; all when it is `nil`.
    mutating func fills(after instant: Timestamp?) throws(BrokerError) -> [BrokerFill]
}
