public import Contracts

/// What the OMS does next at the venue, decided from committed state only.
///
/// It remembers what this process has tried and nothing else. A new process knows nothing: it takes every open order for one that may
/// or may not have been sent, and looks it up first. Sending twice is harmless all the same, because the venue refuses an id that it has.
public struct Dispatch: Sendable {
    /// How patient the OMS is.
    public struct Patience: Hashable, Sendable {
        /// How long an order that adds risk waits for the archive before it is withdrawn.
        public var archiveSeconds: Int64
        /// How often the venue must say that it has no such order before we believe it enough to give the order up.
        public var missesBeforeWithdrawal: Int
        /// How often the list of executions may fall short of the sum before the sum is booked.
        public var shortfallsBeforeSubstitute: Int
        /// How long after its end an order that was not filled is looked at once more: an execution may have been in flight, and its message
        /// lost.
        public var lastLookSeconds: Int64

        public init(
            archiveSeconds: Int64 = 30, missesBeforeWithdrawal: Int = 3, shortfallsBeforeSubstitute: Int = 5,
            lastLookSeconds: Int64 = 10
        ) {
            self.archiveSeconds = archiveSeconds
            self.missesBeforeWithdrawal = missesBeforeWithdrawal
            self.shortfallsBeforeSubstitute = shortfallsBeforeSubstitute
            self.lastLookSeconds = lastLookSeconds
        }
    }

    /// One thing to do.
    public enum Step: Hashable, Sendable {
        case send(Order)
        /// Ask the venue for the order under our id.
        case lookUp(Order)
        case cancel(Order, venueOrderID: String)
        /// Append `withdrawn`: the venue does not have it and shall not get it.
        case withdraw(Order, reason: String)

        public var order: Order {
            switch self {
            case .send(let order), .lookUp(let order), .cancel(let order, _), .withdraw(let order, _): order
            }
        }
    }

    /// What is known about the world around the orders.
    public struct Circumstances: Hashable, Sendable {
        public var mode: BookMode
        /// The strictest kill mode of the log, the file and the environment.
        public var killMode: KillMode
        /// The last offset that is archived.
        public var archived: LogOffset
        public var isArchiveUp: Bool
        public var now: Timestamp
        /// Who else is closing the book at this moment, such as the watchdog: two that sell would sell twice.
        public var flattenHolder: String?

        public init(
            mode: BookMode, killMode: KillMode, archived: LogOffset, isArchiveUp: Bool, now: Timestamp,
            flattenHolder: String? = nil
        ) {
            self.mode = mode
            self.killMode = killMode
            self.archived = archived
            self.isArchiveUp = isArchiveUp
            self.now = now
            self.flattenHolder = flattenHolder
        }
    }

    private struct Case: Sendable {
        let firstSeen: Timestamp
        /// Whether some process may have sent it.
        var maybeSent: Bool
        /// Whether its state at the venue must be read again though nothing else asks for it.
        var wantsLookUp: Bool
        /// Whether the log no longer holds its intent, or in other shares: it may not leave any more.
        var isUnapproved = false
        var hasEnded = false
        var cancelsSent = 0
        /// Times in a row that the venue said it has no such order.
        var misses = 0
        var shortfalls = 0
        var failures = 0
        var notBefore: Timestamp
    }

    private let patience: Patience
    private var cases: [OrderID: Case] = [:]
    private var isFirstLook = true

    public init(patience: Patience = Patience()) { self.patience = patience }

    /// Everything that can be done now, in the order in which the orders were decided; what has ended comes last.
    public mutating func steps(for orders: OrderBook, in now: Circumstances) -> [Step] {
        var kept: [OrderID: Case] = [:]
        var steps: [Step] = []
        for group in [orders.allOpen, orders.endedShort] {
            var dated: [(LogOffset, Step)] = []
            for order in group {
                let known = knownCase(order, now.now)
                kept[order.id] = known
                guard let step = step(for: order, known, now) else { continue }
                dated.append((order.submittedAt ?? .start, step))
            }
            steps += dated.sorted { $0.0 < $1.0 }.map(\.1)
        }
        cases = kept
        isFirstLook = false
        return steps
    }

    /// Asks for every open order to be looked up again, such as after the stream was away.
    public mutating func resync(_ orders: OrderBook) {
        for order in orders.allOpen { cases[order.id]?.wantsLookUp = true }
    }

    /// Asks for one order to be looked up again, ended or not, such as after its executions could not be read.
    public mutating func lookAgain(at order: Order, now: Timestamp) {
        change(order) { $0.wantsLookUp = true }
        delay(order, from: now)
    }

    /// The first entry that an order waits to see archived before it may leave; `nil` when none waits.
    public func awaited(by orders: OrderBook, archived: LogOffset) -> LogOffset? {
        orders.allOpen.filter(\.mayHaveToLeave).compactMap(\.submittedAt).filter { $0 > archived }.min()
    }

    private func knownCase(_ order: Order, _ now: Timestamp) -> Case {
        if let known = cases[order.id], known.hasEnded || order.isOpen { return known }
        guard !order.isOpen else {
            return Case(firstSeen: now, maybeSent: isFirstLook, wantsLookUp: isFirstLook, notBefore: now)
        }
        return Case(
            firstSeen: now, maybeSent: true, wantsLookUp: true, hasEnded: true,
            notBefore: now + patience.lastLookSeconds)
    }
}

// MARK: One order

extension Dispatch {
    private func step(for order: Order, _ known: Case, _ now: Circumstances) -> Step? {
        guard known.notBefore <= now.now else { return nil }
        switch order.state {
        case .submitting, .unknown:
            if known.maybeSent, known.misses == 0 { return .lookUp(order) }
            return known.isUnapproved
                ? giveUp(order, known, "the log does not ask for it in this form any more")
                : firstSend(order, known, now)
        case .recalled:
            if known.maybeSent, known.misses < patience.missesBeforeWithdrawal { return .lookUp(order) }
            return .withdraw(order, reason: "taken back before it was sent")
        case .working, .closed: return known.wantsLookUp ? .lookUp(order) : nil
        case .canceling:
            guard now.mode != .dryLive, !known.wantsLookUp, let name = order.venueOrderID, known.cancelsSent == 0 else {
                return .lookUp(order)
            }
            return .cancel(order, venueOrderID: name)
        }
    }

    /// An order that the venue does not have: it goes, waits, or is given up.
    private func firstSend(_ order: Order, _ known: Case, _ now: Circumstances) -> Step? {
        guard let offset = order.submittedAt else { return nil }
        if let reason = refusal(order, now) { return giveUp(order, known, reason) }
        if now.archived >= offset || (!order.addsRisk && !now.isArchiveUp) { return .send(order) }
        guard order.addsRisk, known.firstSeen + patience.archiveSeconds <= now.now else { return nil }
        return giveUp(
            order, known,
            "entry \(offset) was not archived within \(patience.archiveSeconds) s, the archive is at \(now.archived)")
    }

    /// An order that shall not leave: it is withdrawn once it is sure that the venue does not have it.
    private func giveUp(_ order: Order, _ known: Case, _ reason: String) -> Step {
        let isSure = !known.maybeSent || known.misses >= patience.missesBeforeWithdrawal
        return isSure ? .withdraw(order, reason: reason) : .lookUp(order)
    }

    /// Why an order may not leave at all.
    private func refusal(_ order: Order, _ now: Circumstances) -> String? {
        if now.mode == .dryLive { return "dry-live sends nothing" }
        if let holder = now.flattenHolder { return "\(holder) is closing the book" }
        if now.killMode == .hard || (now.killMode != .none && order.addsRisk) {
            return "kill mode \(now.killMode.name)"
        }
        return nil
    }
}

// MARK: What came of it

extension Dispatch {
    /// What the venue answered to a request.
    public enum Answer: Hashable, Sendable {
        /// It took the order just sent, or has it from an earlier try.
        case accepted(venueOrderID: String)
        /// It has the order, and this is how it stands.
        case order(VenueOrder)
        /// It refused the order.
        case refused(code: Int64, reason: String)
        /// It has an order under this id already.
        case exists
        /// It has no order under this id.
        case missing
        /// It took the request to cancel.
        case cancelTaken
        /// It has nothing left to cancel.
        case cancelRefused
        /// The request surely did not arrive: nothing is known that was not known before.
        case notSent
        /// It was not asked: the log no longer holds the intent that would approve the order as it is now.
        case notApproved
        /// Nobody knows: no answer, a broken one, or a server's failure.
        case unknown(reason: String)
    }

    /// Takes in the answer to a step and answers what is new for the log.
    ///
    /// When the reading misses executions, read the venue's list and hand it to `take(_:for:venue:now:)`.
    public mutating func take(_ answer: Answer, to step: Step, now: Timestamp) -> Reading {
        switch (step, answer) {
        case (.send(let order), .order(let venue)), (.lookUp(let order), .order(let venue)),
            (.cancel(let order, _), .order(let venue)):
            return found(order, venue, now)
        case (.send(let order), .accepted(let name)):
            change(order) {
                $0.maybeSent = true; $0.misses = 0; $0.failures = 0; $0.wantsLookUp = false
            }
            return order.venueOrderID == nil
                ? Reading(events: [order.report(.accepted(venueOrderID: name), order.at)]) : Reading()
        case (.send(let order), .refused(let code, let reason)):
            return Reading(events: [order.report(.rejected(code: code, reason: reason), order.at)])
        case (.send(let order), .notApproved):
            change(order) { $0.isUnapproved = true }
            return Reading()
        case (.send(let order), .exists):
            change(order) {
                $0.maybeSent = true; $0.misses = 0
            }
            return Reading()
        case (.send(let order), .unknown(let reason)):
            change(order) {
                $0.maybeSent = true; $0.misses = 0
            }
            delay(order, from: now)
            return order.state == .submitting
                ? Reading(events: [order.report(.unknown(reason: reason), order.at)]) : Reading()
        case (.lookUp(let order), .missing):
            change(order) {
                $0.misses += 1; $0.wantsLookUp = false
            }
            delay(order, from: now)
            return Reading()
        case (.cancel(let order, _), .cancelTaken):
            change(order) { $0.cancelsSent += 1 }
            delay(order, from: now)
            return Reading()
        case (.cancel(let order, _), .cancelRefused), (.cancel(let order, _), .missing):
            change(order) { $0.wantsLookUp = true }
            return Reading()
        case (.send(let order), _), (.lookUp(let order), _), (.cancel(let order, _), _):
            delay(order, from: now)
            return Reading()
        case (.withdraw(let order, let reason), _):
            return Reading(events: [order.report(.withdrawn(reason: reason), order.at)])
        }
    }

    /// Takes in the venue's list of executions of one order, which fell short of its sum before.
    public mutating func take(
        _ executions: [VenueExecution], for order: Order, venue: VenueOrder, now: Timestamp
    ) -> Reading {
        var reading = order.reading(executions)
        let told = executions.map(\.cumulativeQuantity).max() ?? .zero
        reading.missesExecutions = reading.missesExecutions || told < venue.filled
        guard reading.missesExecutions, reading.events.isEmpty else {
            change(order) {
                $0.shortfalls = 0; $0.wantsLookUp = true
            }
            return reading
        }
        change(order) {
            $0.shortfalls += 1; $0.wantsLookUp = true
        }
        delay(order, from: now)
        if let known = cases[order.id], known.shortfalls >= patience.shortfallsBeforeSubstitute,
            let substitute = order.substitute(for: venue)
        {
            return Reading(events: [substitute])
        }
        return reading
    }

    private mutating func found(_ order: Order, _ venue: VenueOrder, _ now: Timestamp) -> Reading {
        change(order) {
            $0.maybeSent = true; $0.misses = 0; $0.failures = 0; $0.wantsLookUp = false
        }
        if order.state.isCanceling, venue.status == .open {
            // Still there: the cancel may have been lost, so it is asked again after a while.
            change(order) { $0.cancelsSent = 0 }
            if order.venueOrderID != nil { delay(order, from: now) }
        }
        return order.reading(venue)
    }

    private mutating func change(_ order: Order, _ body: (inout Case) -> Void) {
        if var known = cases[order.id] {
            body(&known)
            cases[order.id] = known
        }
    }

    /// Leaves an order alone for a moment, longer after each failure: 0.2 s doubling up to 5 s.
    private mutating func delay(_ order: Order, from now: Timestamp) {
        change(order) { known in
            let milliseconds = min(Int64(200) << min(known.failures, 5), 5_000)
            known.failures += 1
            known.notBefore = Timestamp(nanoseconds: now.nanoseconds + milliseconds * 1_000_000)
        }
    }
}

extension Order {
    /// Whether the venue may not have it yet and shall.
    fileprivate var mayHaveToLeave: Bool {
        switch state {
        case .submitting, .unknown: true
        case .recalled, .working, .canceling, .closed: false
        }
    }
}

extension Order.State {
    fileprivate var isCanceling: Bool {
        if case .canceling = self { return true }
        return false
    }
}
