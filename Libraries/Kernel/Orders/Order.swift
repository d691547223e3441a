public import Contracts

/// One order of ours and what has become of it, from the durable intent to its end.
///
/// It is folded from the log alone. What the venue reports may come in any order and more than once, because the answer to a request
/// and the stream of updates race each other; pairs that such a race can produce are allowed and listed.
public struct Order: Hashable, Sendable, Codable {
    public let id: OrderID
    public let instrument: InstrumentIndex
    /// As decided; a split restates it in new shares, and so does a venue that has another order under this id.
    public private(set) var request: OrderRequest
    /// When it was decided.
    public let at: Timestamp
    /// The last close when it was decided, which its cost is measured against.
    public private(set) var arrival: Price?
    /// Whether it makes the position larger. What reduces may leave when the archive is away.
    public let addsRisk: Bool
    /// Whether the venue has it though no verdict of ours asked for it.
    public private(set) var isExternal: Bool
    /// Where its `submitting` entry stands; `nil` until that entry was read back from the log.
    public var submittedAt: LogOffset?
    /// The venue's name for it; `nil` until the venue told us, which may be after the first fill.
    public private(set) var venueOrderID: String?
    public private(set) var state: State
    /// Sum of price × quantity over all fills.
    public private(set) var paid: Money = .zero

    public enum State: Hashable, Sendable, Codable {
        /// Decided and in the log; perhaps not sent yet.
        case submitting
        /// Sent, and nobody knows whether it arrived.
        case unknown
        /// We want it back, and nobody knows whether the venue has it.
        case recalled
        case working(filled: Quantity)
        /// A cancel was asked for and is not confirmed.
        case canceling(filled: Quantity)
        case closed(Outcome)
    }

    public enum Outcome: Hashable, Sendable, Codable {
        case filled
        case canceled(filled: Quantity)
        case expired(filled: Quantity)
        case rejected
        /// Given up before the venue ever had it.
        case withdrawn
    }

    /// A new order: either our own, about to be submitted, or an external one that the venue already works.
    public init(
        id: OrderID, instrument: InstrumentIndex, request: OrderRequest, at: Timestamp, arrival: Price?, addsRisk: Bool,
        isExternal: Bool = false
    ) {
        self.id = id
        self.instrument = instrument
        self.request = request
        self.at = at
        self.arrival = arrival
        self.addsRisk = addsRisk
        self.isExternal = isExternal
        state = isExternal ? .working(filled: .zero) : .submitting
    }
}

// MARK: Transitions

extension Order {
    /// What can happen to an order after it was decided.
    public enum Event: Hashable, Sendable {
        /// Under our id the venue has an order that asks for something else: it left in a life of the log that was lost, and this life
        /// decided otherwise. What the venue has is what there is.
        case external(OrderRequest)
        case accepted(venueOrderID: String)
        case rejected
        case unknown
        case withdrawn
        case cancelRequested
        case canceled
        case expired
        case filled(Quantity, at: Price)
    }

    /// Something happened that this order's state has no place for: a break to report, not a crash.
    public struct UnexpectedEvent: Error, Hashable, CustomStringConvertible {
        public let order: OrderID
        public let state: State
        public let event: Event
        public let quantity: Quantity

        public var description: String { "order \(order) of \(quantity): \(event) while \(state)" }
    }

    /// Moves on by one event. After a throw, nothing has changed.
    public mutating func apply(_ event: Event) throws(UnexpectedEvent) {
        let next = try successor(on: event)
        if case .external(let request) = event { (self.request, isExternal) = (request, true) }
        if case .accepted(let venueOrderID) = event { self.venueOrderID = venueOrderID }
        if case .filled(let more, let price) = event { paid += price.notional(of: more) }
        state = next
        checkInvariants()
    }

    /// Restates an open order in new shares; what its fills cost stays.
    mutating func split(new: Int64, old: Int64) {
        let restated = request.afterSplit(new: new, old: old, filled: filled)
        request = restated.request
        arrival = arrival?.afterSplit(new: new, old: old)
        switch state {
        case .working: state = .working(filled: restated.filled)
        case .canceling: state = .canceling(filled: restated.filled)
        case .submitting, .unknown, .recalled: break
        case .closed: preconditionFailure("an order that has ended is not restated")
        }
        checkInvariants()
    }

    // Inlined with what it calls: each call would copy the order.
    @inline(__always)
    private func successor(on event: Event) throws(UnexpectedEvent) -> State {
        if case .filled(let more, _) = event { return try afterFill(of: more) }
        switch (state, event) {
        case (.submitting, .accepted), (.unknown, .accepted), (.submitting, .external), (.unknown, .external):
            return .working(filled: .zero)
        case (.submitting, .unknown), (.unknown, .unknown): return .unknown
        case (.submitting, .cancelRequested), (.unknown, .cancelRequested), (.recalled, .cancelRequested),
            (.recalled, .unknown):
            return .recalled
        case (.recalled, .accepted), (.recalled, .external): return .canceling(filled: .zero)
        case (.submitting, .withdrawn), (.unknown, .withdrawn), (.recalled, .withdrawn): return .closed(.withdrawn)
        case (.submitting, .rejected), (.unknown, .rejected), (.recalled, .rejected): return .closed(.rejected)
        // The stream may say so before the answer to our request does.
        case (.submitting, .canceled), (.unknown, .canceled), (.recalled, .canceled):
            return .closed(.canceled(filled: .zero))
        case (.submitting, .expired), (.unknown, .expired), (.recalled, .expired):
            return .closed(.expired(filled: .zero))

        case (.working(let filled), .cancelRequested): return .canceling(filled: filled)
        case (.working(let filled), .canceled), (.canceling(let filled), .canceled):
            return .closed(.canceled(filled: filled))
        case (.working(let filled), .expired), (.canceling(let filled), .expired):
            return .closed(.expired(filled: filled))
        // A venue may take an order and refuse it a moment later, as long as nothing was executed.
        case (.working(let filled), .rejected) where filled.isZero,
            (.canceling(let filled), .rejected) where filled.isZero:
            return .closed(.rejected)
        // The answer to our request, after the stream had already told.
        case (.working, .accepted), (.canceling, .accepted), (.closed(.filled), .accepted),
            (.closed(.canceled), .accepted),
            (.closed(.expired), .accepted):
            return state
        // A second wish to cancel, or one that was decided before the end was read.
        case (.canceling, .cancelRequested), (.closed, .cancelRequested): return state

        case (.submitting, _), (.unknown, _), (.recalled, _), (.working, _), (.canceling, _), (.closed, _):
            throw unexpected(event)
        }
    }

    @inline(__always)
    private func afterFill(of more: Quantity) throws(UnexpectedEvent) -> State {
        let event = Event.filled(more, at: .zero)
        guard more > .zero, more <= request.quantity - filled else { throw unexpected(event) }
        let total = filled + more
        switch state {
        case .submitting, .unknown, .working:
            return total == request.quantity ? .closed(.filled) : .working(filled: total)
        case .recalled, .canceling: return total == request.quantity ? .closed(.filled) : .canceling(filled: total)
        // It happens: the fill was already in flight.
        case .closed(.canceled): return .closed(.canceled(filled: total))
        case .closed(.expired): return .closed(.expired(filled: total))
        case .closed(.filled), .closed(.rejected), .closed(.withdrawn): throw unexpected(event)
        }
    }

    private func unexpected(_ event: Event) -> UnexpectedEvent {
        UnexpectedEvent(order: id, state: state, event: event, quantity: request.quantity)
    }
}

// MARK: What it is worth

extension Order {
    /// All that follows from the state, looked up at once.
    struct Standing: BitwiseCopyable {
        let filled: Quantity
        let isOpen: Bool
        var hasUnknownOutcome = false
    }

    @inline(__always)
    var standing: Standing {
        switch state {
        case .submitting: Standing(filled: .zero, isOpen: true)
        case .unknown, .recalled: Standing(filled: .zero, isOpen: true, hasUnknownOutcome: true)
        case .working(let filled), .canceling(let filled): Standing(filled: filled, isOpen: true)
        case .closed(.filled): Standing(filled: request.quantity, isOpen: false)
        case .closed(.canceled(let filled)), .closed(.expired(let filled)): Standing(filled: filled, isOpen: false)
        case .closed(.rejected), .closed(.withdrawn): Standing(filled: .zero, isOpen: false)
        }
    }

    /// What was executed so far.
    public var filled: Quantity { standing.filled }
    public var isOpen: Bool { standing.isOpen }

    /// Whether it ended at the venue before all of it was executed.
    public var hasEndedShort: Bool {
        switch state {
        case .closed(.canceled), .closed(.expired): true
        case .closed(.filled), .closed(.rejected), .closed(.withdrawn), .submitting, .unknown, .recalled, .working,
            .canceling:
            false
        }
    }

    /// Whether nobody knows if the venue has it although it may have been sent.
    public var hasUnknownOutcome: Bool { standing.hasUnknownOutcome }

    /// What may still be executed; zero once it is closed.
    public var leaves: Quantity {
        let standing = standing
        return standing.isOpen ? request.quantity - standing.filled : .zero
    }

    /// What the executions cost against the close at the decision; `nil` without a fill, or when there was no close.
    public var cost: TradeCost? {
        guard filled > .zero, let arrival else { return nil }
        let average = Price(
            nanos: (Int128(paid.nanos) * Int128(nanosPerUnit)).dividedHalfEven(by: Int128(filled.nanos)))
        let shortfall = paid - arrival.notional(of: filled)
        return TradeCost(
            order: id, instrument: instrument, filled: filled, arrivalPrice: arrival, averagePrice: average,
            implementationShortfall: request.side == .buy ? shortfall : -shortfall)
    }

    /// Stops the process if more was executed than was ordered.
    @inline(__always)
    public func checkInvariants() {
        let filled = filled
        precondition(filled >= .zero && filled <= request.quantity, "fills stay within the order")
    }
}
