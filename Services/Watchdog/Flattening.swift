import BrokerOrders
import Brokers

/// What a flatten needs of an account at the broker.
protocol FlattenableAccount: ~Copyable {
    mutating func cancelAll() throws(BrokerError) -> [BulkOutcome]
    /// Cancels what is open and sends a market order against every position.
    mutating func closeAll() throws(BrokerError) -> [BulkOutcome]
    mutating func openOrders() throws(BrokerError) -> [BrokerOrder]
    mutating func positions() throws(BrokerError) -> [BrokerPosition]
}

extension AlpacaSender: FlattenableAccount {
    mutating func openOrders() throws(BrokerError) -> [BrokerOrder] { try reader.openOrders() }
    mutating func positions() throws(BrokerError) -> [BrokerPosition] { try reader.positions() }
}

/// The way to a flat account, one step at a time: cancel, see that it is so, close, see that it is so.
///
/// A position is sold once: closing is asked for only while no order is open, so an answer that was lost is not asked for twice while
/// its orders work. When the market is closed the closing orders rest at the broker until it opens, and this waits with them.
struct Flattening {
    enum Phase: Equatable {
        case canceling
        case waitingForCancels
        case closing
        case waitingForFills
        case flat
    }

    /// Something that was done, to be told.
    enum Deed: Equatable {
        case canceledAll(orders: Int)
        case closedAll(positions: Int, refused: [String])
        case confirmedFlat
    }

    /// After so long without an effect the step is taken again.
    static let retryNanoseconds: Int64 = 5_000_000_000

    private(set) var phase = Phase.canceling
    private var askedAt = Int64.min / 2

    /// Takes the next step. What the broker does not answer is tried again at the next call.
    mutating func advance(_ account: inout some FlattenableAccount & ~Copyable, at now: Int64) throws(BrokerError)
        -> Deed?
    {
        switch phase {
        case .canceling:
            let outcomes = try account.cancelAll()
            askedAt = now
            phase = .waitingForCancels
            return .canceledAll(orders: outcomes.count)
        case .waitingForCancels:
            if try account.openOrders().isEmpty { phase = .closing } else if isOverdue(now) { phase = .canceling }
            return nil
        case .closing:
            guard try !account.positions().isEmpty else { return finish() }
            // From here on the order may be at the broker whether it answers or not.
            phase = .waitingForFills
            askedAt = now
            let outcomes = try account.closeAll()
            return .closedAll(
                positions: outcomes.count,
                refused: outcomes.filter { !$0.isDone }.map { "\($0.subject): \($0.reason ?? "?")" })
        case .waitingForFills:
            guard try account.openOrders().isEmpty else { return nil }
            if try account.positions().isEmpty { return finish() }
            if isOverdue(now) { phase = .closing }
            return nil
        case .flat: return nil
        }
    }

    private func isOverdue(_ now: Int64) -> Bool { now - askedAt >= Self.retryNanoseconds }

    private mutating func finish() -> Deed {
        phase = .flat
        return .confirmedFlat
    }
}
