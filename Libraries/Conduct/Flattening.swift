/// What a flatten needs of an account at the broker.
public protocol FlattenableAccount: ~Copyable {
    /// Why the broker has not answered.
    associatedtype Failure: Error
    associatedtype Outcome: FlattenOutcome
    associatedtype OpenOrder
    associatedtype Position

    mutating func cancelAll() throws(Failure) -> [Outcome]
    /// Cancels what is open and sends a market order against every position.
    mutating func closeAll() throws(Failure) -> [Outcome]
    mutating func openOrders() throws(Failure) -> [OpenOrder]
    mutating func positions() throws(Failure) -> [Position]
}

/// What became of one order or position when all were to go.
public protocol FlattenOutcome {
    /// The venue's order id, or the symbol of a position.
    var subject: String { get }
    var isDone: Bool { get }
    /// The venue's reason when it refused.
    var reason: String? { get }
}

/// The way to a flat account, one step at a time: cancel, see that it is so, close, see that it is so.
///
/// A position is sold once: closing is asked for only while no order is open, so an answer that was lost is not asked for twice while
/// its orders work. When the market is closed the closing orders rest at the broker until it opens, and this waits with them.
public struct Flattening: Sendable {
    public enum Phase: Hashable, Sendable {
        case canceling
        case waitingForCancels
        case closing
        case waitingForFills
        case flat
    }

    /// Something that was done, to be told.
    public enum Deed: Hashable, Sendable {
        case canceledAll(orders: Int)
        case closedAll(positions: Int, refused: [String])
        case confirmedFlat
    }

    /// After so long without an effect the step is taken again.
    public static let retryNanoseconds: Int64 = 5_000_000_000

    public private(set) var phase = Phase.canceling
    private var askedAt = Int64.min / 2

    public init() {}

    /// Takes the next step. What the broker does not answer is tried again at the next call.
    public mutating func advance<Account: FlattenableAccount & ~Copyable>(
        _ account: inout Account, at now: Int64
    ) throws(Account.Failure) -> Deed? {
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
