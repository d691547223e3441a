public import Contracts

/// All orders of a book: the open ones, and of each instrument the last few that ended, since a late fill still belongs to them.
///
/// One page an instrument keeps every lookup short, and its sums make "what is pending" a field instead of a search.
public struct OrderBook: Hashable, Sendable, Codable {
    /// The orders of one instrument.
    struct Page: Hashable, Sendable, Codable {
        var open: [Order] = []
        var ended = EndedOrders()
        /// Those that ended before all was executed: a late fill may still belong to them.
        var short = EndedOrders()
        var pendingBuys: Quantity = .zero
        var pendingSells: Quantity = .zero
        var unknown = 0
    }

    /// What an event made of its order.
    public struct Progress: Hashable, Sendable, BitwiseCopyable {
        /// What was executed so far.
        public let filled: Quantity
        public let isOpen: Bool
        /// Whether this event ended it.
        public let isEnd: Bool
    }

    /// What one order adds to the sums of its page.
    fileprivate struct Claim: BitwiseCopyable {
        let leaves: Quantity
        let isUnknown: Bool

        @inline(__always)
        init(_ standing: Order.Standing, of quantity: Quantity) {
            leaves = standing.isOpen ? quantity - standing.filled : .zero
            isUnknown = standing.hasUnknownOutcome
        }

        init(_ order: borrowing Order) { self.init(order.standing, of: order.request.quantity) }
    }

    /// How many ended orders a page keeps, of those that were done and of those that ended short.
    public static let endedPerInstrument = 32
    public static let endedShortPerInstrument = 64

    private var pages: [Page]
    /// How many orders are open.
    public private(set) var openCount = 0

    public init(instruments: Int) { pages = Array(repeating: Page(), count: instruments) }

    public var instruments: Int { pages.count }

    /// Unsigned quantity of buys that may still be executed.
    public func pendingBuys(_ instrument: InstrumentIndex) -> Quantity { pages[instrument.place].pendingBuys }
    /// Unsigned quantity of sells that may still be executed.
    public func pendingSells(_ instrument: InstrumentIndex) -> Quantity { pages[instrument.place].pendingSells }
    /// Whether any order of the instrument may or may not be at the venue.
    public func hasUnknown(_ instrument: InstrumentIndex) -> Bool { pages[instrument.place].unknown > 0 }
    public func open(_ instrument: InstrumentIndex) -> [Order] { pages[instrument.place].open }

    /// Every open order, by instrument, oldest first within one.
    public var allOpen: [Order] { openCount == 0 ? [] : pages.flatMap(\.open) }

    /// The order under this id, open or recently ended.
    public func order(_ id: OrderID, _ instrument: InstrumentIndex) -> Order? {
        guard pages.indices.contains(instrument.place) else { return nil }
        let place = instrument.place
        if let found = pages[place].openPlace(of: id) { return pages[place].open[found] }
        if let found = pages[place].ended.place(of: id) { return pages[place].ended.orders[found] }
        return pages[place].short.place(of: id).map { pages[place].short.orders[$0] }
    }

    /// The orders that ended lately without being filled, though the venue had them.
    public var endedShort: [Order] { pages.flatMap(\.short.orders) }

    private func isOpen(_ id: OrderID, _ instrument: InstrumentIndex) -> Bool {
        pages.indices.contains(instrument.place) && pages[instrument.place].openPlace(of: id) != nil
    }

    /// The order under this id, when its instrument is not at hand. Walks all pages.
    public func order(_ id: OrderID) -> Order? {
        for place in pages.indices {
            if let found = order(id, InstrumentIndex(place)) { return found }
        }
        return nil
    }
}

// MARK: What happens

extension OrderBook {
    /// An event that the book can't place.
    public enum Surprise: Error, Hashable, CustomStringConvertible {
        case order(Order.UnexpectedEvent)
        case noSuchOrder(OrderID)
        case repeatedID(OrderID)
        case noSuchInstrument(InstrumentIndex)

        public var description: String {
            switch self {
            case .order(let unexpected): unexpected.description
            case .noSuchOrder(let id): "order \(id) is not known"
            case .repeatedID(let id): "order \(id) was already submitted"
            case .noSuchInstrument(let instrument): "instrument \(instrument) is not in the universe"
            }
        }
    }

    /// Opens a new order.
    public mutating func open(_ order: consuming Order) throws(Surprise) {
        let place = order.instrument.place
        guard pages.indices.contains(place) else { throw .noSuchInstrument(order.instrument) }
        guard !pages[place].holds(order.id) else { throw .repeatedID(order.id) }
        openCount += 1
        pages[place].count(Claim(order), order.request.side, as: 1)
        pages[place].open.append(order)
    }

    /// Notes where an order's `submitting` entry stands.
    public mutating func note(_ offset: LogOffset, of id: OrderID, _ instrument: InstrumentIndex) throws(Surprise) {
        guard pages.indices.contains(instrument.place) else { throw .noSuchInstrument(instrument) }
        guard let place = pages[instrument.place].openPlace(of: id) else {
            guard order(id, instrument) != nil else { throw .noSuchOrder(id) }
            return  // It ended before its entry was read back.
        }
        pages[instrument.place].open[place].submittedAt = offset
    }

    /// Applies one event and answers what it made of the order.
    @discardableResult
    public mutating func apply(
        _ event: Order.Event, to id: OrderID, _ instrument: InstrumentIndex
    ) throws(Surprise) -> Progress {
        guard pages.indices.contains(instrument.place) else { throw .noSuchInstrument(instrument) }
        let progress = try pages[instrument.place].apply(event, to: id)
        if progress.isEnd { openCount -= 1 }
        return progress
    }

    /// Restates the open orders of a split instrument in new shares, as the venue does. What has ended stays as it was; a dividend
    /// changes no order.
    public mutating func apply(_ action: CorporateAction) {
        let page = action.instrument.place
        guard case .split(let new, let old) = action.change, action.isSound, pages.indices.contains(page) else {
            return
        }
        for place in pages[page].open.indices {
            let side = pages[page].open[place].request.side
            pages[page].count(Claim(pages[page].open[place]), side, as: -1)
            pages[page].open[place].split(new: new, old: old)
            pages[page].count(Claim(pages[page].open[place]), side, as: 1)
        }
    }

    /// Stops the process if a sum differs from the orders it sums.
    public func checkInvariants() {
        var open = 0
        for page in pages {
            open += page.open.count
            let leaves = { (side: Side) in
                page.open.reduce(Quantity.zero) { $1.request.side == side ? $0 + $1.leaves : $0 }
            }
            precondition(page.pendingBuys == leaves(.buy), "pending buys are the leaves of the open buys")
            precondition(page.pendingSells == leaves(.sell), "pending sells are the leaves of the open sells")
            precondition(page.unknown == page.open.count(where: \.hasUnknownOutcome), "unknown outcomes are counted")
            precondition(page.open.allSatisfy(\.isOpen), "an open order is open")
            precondition(!page.ended.orders.contains(where: \.isOpen), "an ended order has ended")
            precondition(
                page.short.orders.allSatisfy(\.hasEndedShort), "what ended short stays so, whatever is told late")
        }
        precondition(open == openCount, "open orders are counted")
    }
}

// MARK: One page

extension OrderBook.Page {
    // Through a span an order is looked at where it lies.
    @inline(__always)
    fileprivate func openPlace(of id: OrderID) -> Int? {
        let orders = open.span
        for place in orders.indices where orders[place].id == id { return place }
        return nil
    }

    /// It changes nothing: lent for writing, the page is looked at where it lies, and not copied.
    fileprivate mutating func holds(_ id: OrderID) -> Bool {
        openPlace(of: id) != nil || ended.place(of: id) != nil || short.place(of: id) != nil
    }

    // Inlined with what it calls: it stands in one place, and each call would hand the event on.
    @inline(__always)
    mutating func apply(
        _ event: Order.Event, to id: OrderID
    ) throws(OrderBook.Surprise) -> OrderBook.Progress {
        if let place = openPlace(of: id) { return try applyToOpen(event, place) }
        if let place = short.place(of: id) { return try short.apply(event, place) }
        guard let place = ended.place(of: id) else { throw .noSuchOrder(id) }
        return try ended.apply(event, place)
    }

    @inline(__always)
    private mutating func applyToOpen(
        _ event: Order.Event, _ place: Int
    ) throws(OrderBook.Surprise) -> OrderBook.Progress {
        let side = open[place].request.side
        let before = OrderBook.Claim(open[place].standing, of: open[place].request.quantity)
        do { try open[place].apply(event) } catch { throw .order(error) }
        count(before, side, as: -1)
        let after = open[place].standing
        if after.isOpen {
            // What the venue has may be another quantity, and on the other side.
            let request = open[place].request
            count(OrderBook.Claim(after, of: request.quantity), request.side, as: 1)
        } else {
            end(place)
        }
        return OrderBook.Progress(filled: after.filled, isOpen: after.isOpen, isEnd: !after.isOpen)
    }

    private mutating func end(_ place: Int) {
        let order = place == open.count - 1 ? open.removeLast() : open.remove(at: place)
        if order.hasEndedShort {
            short.append(order, keeping: OrderBook.endedShortPerInstrument)
        } else {
            ended.append(order, keeping: OrderBook.endedPerInstrument)
        }
    }

    /// Adds what an open order claims to the sums, or takes it out again.
    fileprivate mutating func count(_ claim: OrderBook.Claim, _ side: Side, as sign: Int64) {
        let leaves = Quantity(nanos: claim.leaves.nanos * sign)
        switch side {
        case .buy: pendingBuys += leaves
        case .sell: pendingSells += leaves
        }
        if claim.isUnknown { unknown += Int(sign) }
    }
}

// MARK: Facts of the log

extension OrderBook {
    /// Folds one order event and answers what it made of the order; `position` and `arrival` describe a new one.
    @discardableResult
    public mutating func fold(
        _ event: borrowing OrderEvent, at instant: Timestamp, position: Quantity, arrival: Price?
    ) throws(Surprise) -> Progress {
        switch event.change {
        case .external(let request) where isOpen(event.order, event.instrument):
            return try apply(.external(request), to: event.order, event.instrument)
        case .submitting(let request), .external(let request):
            var isExternal = false
            if case .external = event.change { isExternal = true }
            try open(
                Order(
                    id: event.order, instrument: event.instrument, request: request, at: instant, arrival: arrival,
                    addsRisk: position.signum * request.side.sign >= 0, isExternal: isExternal))
            return Progress(filled: .zero, isOpen: true, isEnd: false)
        case .withdrawn: return try apply(.withdrawn, to: event.order, event.instrument)
        case .accepted(let name): return try apply(.accepted(venueOrderID: name), to: event.order, event.instrument)
        case .rejected: return try apply(.rejected, to: event.order, event.instrument)
        case .unknown: return try apply(.unknown, to: event.order, event.instrument)
        case .cancelRequested: return try apply(.cancelRequested, to: event.order, event.instrument)
        case .canceled: return try apply(.canceled, to: event.order, event.instrument)
        case .expired: return try apply(.expired, to: event.order, event.instrument)
        }
    }

    /// Folds one execution and answers what it made of the order.
    @discardableResult
    public mutating func fold(_ fill: Fill) throws(Surprise) -> Progress {
        try apply(.filled(fill.quantity, at: fill.price), to: fill.order, fill.instrument)
    }
}
