public import BrokerOrders
public import Brokers
public import Conduct

extension AlpacaSender: FlattenableAccount {
    public mutating func openOrders() throws(BrokerError) -> [BrokerOrder] { try reader.openOrders() }
    public mutating func positions() throws(BrokerError) -> [BrokerPosition] { try reader.positions() }
}

extension BulkOutcome: FlattenOutcome {}
