public import Contracts
import Web

/// One step in the life of an order, as the broker's stream tells it.
public struct TradeUpdate: Hashable, Sendable {
    public enum Change: Hashable, Sendable, CustomStringConvertible {
        case accepted, pendingNew, new, partialFill, fill, canceled, expired, doneForDay, replaced, rejected
        case pendingCancel, pendingReplace, stopped, suspended, calculated, restated, held
        case orderReplaceRejected, orderCancelRejected
        /// A word we do not know; the order's status says what it came to.
        case other(String)

        public init(_ word: String) { self = Self.words.first { $0.word == word }?.change ?? .other(word) }

        public var description: String {
            if case .other(let word) = self { return word }
            return Self.words.first { $0.change == self }?.word ?? ""
        }

        private static let words: [(word: String, change: Change)] = [
            ("accepted", .accepted), ("pending_new", .pendingNew), ("new", .new), ("partial_fill", .partialFill),
            ("fill", .fill), ("canceled", .canceled), ("expired", .expired), ("done_for_day", .doneForDay),
            ("replaced", .replaced), ("rejected", .rejected), ("pending_cancel", .pendingCancel),
            ("pending_replace", .pendingReplace), ("stopped", .stopped), ("suspended", .suspended),
            ("calculated", .calculated), ("restated", .restated), ("held", .held),
            ("order_replace_rejected", .orderReplaceRejected), ("order_cancel_rejected", .orderCancelRejected),
        ]
    }

    /// What a fill or partial fill tells of itself alone.
    public struct Execution: Hashable, Sendable {
        public var id: String
        public var quantity: Quantity
        public var price: Price
        /// The account's signed position after it.
        public var positionQuantity: Quantity?

        public init(id: String, quantity: Quantity, price: Price, positionQuantity: Quantity?) {
            self.id = id
            self.quantity = quantity
            self.price = price
            self.positionQuantity = positionQuantity
        }
    }

    public var change: Change
    /// The order after the change; its quantities are cumulative.
    public var order: BrokerOrder
    /// There for `fill` and `partialFill`, and only there.
    public var execution: Execution?
    public var happenedAt: Timestamp

    public init(change: Change, order: BrokerOrder, execution: Execution?, happenedAt: Timestamp) {
        self.change = change
        self.order = order
        self.execution = execution
        self.happenedAt = happenedAt
    }

    /// The fact for the log; `nil` when this is not an execution of an order that we could have sent.
    public func fill(in instrument: InstrumentIndex) -> Fill? {
        guard let execution, let side = order.request?.side else { return nil }
        return Fill(
            order: order.clientID, execution: execution.id, instrument: instrument, side: side,
            quantity: execution.quantity, price: execution.price, cumulativeQuantity: order.filledQuantity,
            commission: .zero, happenedAt: happenedAt)
    }
}

extension TradeUpdate {
    /// Reads the `data` of one message.
    init(alpaca json: JSONValue) throws(JSONFieldError) {
        let change = Change(try json.requiredText("event"))
        let order = try BrokerOrder(alpaca: json.required("order", "an object") { $0.members == nil ? nil : $0 })
        var execution: Execution?
        if change == .fill || change == .partialFill {
            execution = Execution(
                id: try json.requiredText("execution_id"), quantity: try json.fixedPoint("qty"),
                price: try json.fixedPoint("price"), positionQuantity: try json.fixedPointIfAny("position_qty"))
        }
        self.init(
            change: change, order: order, execution: execution,
            happenedAt: try json.timestamp("timestamp", or: "at"))
    }
}
