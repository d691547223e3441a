import Contracts
import Exchange

/// The venue: one account on one market, behind a journal. Everything that changes passes through this actor, one thing at a time.
///
/// It writes to its journal while it runs, which blocks for the few microseconds a write to the page cache takes.
actor Venue {
    let settings: VenueSettings
    let listing: Listing
    let label: String
    let now: @Sendable () -> Timestamp
    let startedAt: Timestamp
    var book: VenueBook
    /// Only with a live clock.
    var live: LiveMarket?
    var tradeClients: [Int: TradeClient] = [:]
    var dataClients: [Int: DataClient] = [:]
    var clientCount = 0
    var faults = FaultMenu()
    /// Updates that a fault keeps back for a while.
    var heldUpdates: [HeldUpdate] = []
    var limiter: RateLimiter
    /// Nothing is answered any more, so that nothing happens that the journal does not hold.
    private(set) var isClosed = false
    private var journal: Journal?
    private let stopOnJournalFailure: @Sendable (JournalError) -> Never

    /// Opens the journal and continues from it.
    init(
        settings: VenueSettings, dataSet: DataSet, now: @escaping @Sendable () -> Timestamp,
        stopOnJournalFailure: @escaping @Sendable (JournalError) -> Never
    ) throws {
        self.settings = settings
        self.now = now
        self.stopOnJournalFailure = stopOnJournalFailure
        startedAt = now()
        listing = Listing(universe: settings.universe, isSimulated: dataSet.isSimulated)
        label = dataSet.label
        limiter = RateLimiter(requestsPerMinute: settings.requestsPerMinute)
        var book = VenueBook(
            frames: dataSet.frames, length: dataSet.length, universe: settings.universe,
            startingCash: settings.startingCash, rules: settings.rules)
        if settings.clock == .live {
            live = LiveMarket(universe: settings.universe, seed: settings.seed ?? 1, now: startedAt)
        }
        guard let path = settings.journal else {
            self.journal = nil
            self.book = book
            return
        }
        let journal = try Journal(opening: path, market: settings.market(of: dataSet))
        for (place, command) in journal.recovered.enumerated() {
            guard book.replay(command, isLive: settings.clock == .live) else {
                throw JournalError.unreadable(
                    path: path, line: place + 2, problem: "a command that does not fit what came before it")
            }
        }
        journal.release()
        self.journal = journal
        self.book = book
    }

    /// Ends the venue: its journal is free for the next one.
    func close() {
        isClosed = true
        journal = nil
    }

    var clock: Timestamp { settings.clock == .live ? now() : book.replayClock }

    /// The prices of the moment where they are newer than the book's marks.
    var prices: [Price?] { live?.quotes.map(\.last) ?? [] }

    var accountView: AccountView {
        AccountView(
            book.exchange, prices: prices, listing: listing, previousMarks: book.previousMarks,
            createdAt: settings.clock == .live
                ? startedAt : midnight(book.frames.first?.session ?? TradingDate(daysSinceEpoch: 0)),
            now: clock)
    }

    // MARK: Commands

    /// Accepts an order, and in an open market matches it at once. Answers the order as it was accepted.
    func submit(_ ticket: OrderTicket) throws(APIError) -> VenueOrder {
        let at = clock
        if live != nil, ticket.timeInForce.isAuction {
            throw .unprocessable("a live venue has no auctions: time_in_force must be day or gtc")
        }
        let (instrument, symbol) = (ticket.instrument, listing.symbol(ticket.instrument))
        if live != nil { book.mark(prices) }
        guard let reference = book.exchange.lastPrices[instrument.place] else {
            throw APIError(.noPrice(listing.universe[instrument]), symbol: symbol)
        }
        let (quantity, notional) = try ticket.quantity(at: reference)
        let clientID = ticket.clientID.map { OrderID($0) } ?? nextClientID()
        let request = OrderRequest(
            side: ticket.side, quantity: quantity, type: ticket.type, timeInForce: ticket.timeInForce)
        let terms = VenueOrder.Terms(
            notional: notional, isExtendedHours: ticket.isExtendedHours,
            intent: ticket.intent ?? intent(instrument, ticket.side))
        switch book.submit(clientID, instrument, request, terms, at: at, isOpen: live != nil) {
        case .failure(let refusal): throw APIError(refusal.rejection, symbol: symbol)
        case .success(let update):
            if live != nil { record(.mark(prices: prices)) }
            record(.submit(clientID: clientID, instrument: instrument, request: request, terms: terms, at: at))
            send([update])
            meetQuote(instrument, at: at)
            return update.order
        }
    }

    /// Cancels an open order; false when it has ended.
    func cancel(_ order: VenueOrder) -> Bool {
        let at = clock
        guard let update = book.cancel(order.clientID, at: at) else { return false }
        record(.cancel(clientID: order.clientID, at: at))
        send([update])
        return true
    }

    func advance(to session: Int) throws(APIError) {
        guard settings.clock == .replay else { throw .conflict("a live venue follows the wall clock") }
        if session <= book.session && session >= 0 { return }
        guard session == book.session + 1, session < book.frames.count, book.phase == .published else {
            throw .conflict(
                "cannot advance to session \(session): the venue has \(book.phase.rawValue) \(book.session) of \(book.frames.count)"
            )
        }
        let parts = partsOfFills()
        let updates = book.advance(fillsIn: parts)
        record(.advance(session: session, parts: parts))
        send(updates)
    }

    func publish(_ session: Int) throws(APIError) {
        guard settings.clock == .replay else { throw .conflict("a live venue follows the wall clock") }
        guard session >= 0, session <= book.session else {
            throw .conflict(
                "cannot publish session \(session): the venue has \(book.phase.rawValue) \(book.session) of \(book.frames.count)"
            )
        }
        guard session == book.session else { return }
        if book.phase == .advanced {
            book.publish()
            record(.publish(session: session))
        }
        sendBars(book.frames[session])
    }

    /// One step of a live market: quotes move, orders that they reach fill, and streams hear of both.
    func tick() {
        guard live != nil, !isClosed else { return }
        let at = now()
        let completed = live?.tick(at: at) ?? []
        for instrument in listing.universe.indices { meetReachingQuote(instrument, at: at) }
        sendLive(completed)
    }

    /// Into how many pieces the next session's fills are cut. A fault is spent only where there is something to cut.
    private func partsOfFills() -> Int {
        faults.isArmed(.partialFills) && book.willFill && faults.strike([.partialFills]) != nil ? 2 : 1
    }

    private func meetReachingQuote(_ instrument: InstrumentIndex, at: Timestamp) {
        guard let quote = live?.quotes[instrument.place],
            book.exchange.isReached(instrument, bid: quote.bid, ask: quote.ask)
        else { return }
        meetQuote(instrument, at: at)
    }

    private func meetQuote(_ instrument: InstrumentIndex, at: Timestamp) {
        guard let quote = live?.quotes[instrument.place] else { return }
        let moves = book.exchange.isReached(instrument, bid: quote.bid, ask: quote.ask)
        let updates = book.quote(instrument, bid: quote.bid, ask: quote.ask, at: at)
        // A quote that only moves a trailing stop tells clients nothing, but the book is another one after it.
        guard moves || !updates.isEmpty else { return }
        record(.quote(instrument: instrument, bid: quote.bid, ask: quote.ask, at: at))
        send(updates)
    }

    private func record(_ command: VenueCommand) {
        do {
            try journal?.append(command)
        } catch {
            // The book is ahead of its journal now. Nothing more may be answered: a start from the journal is the way back.
            stopOnJournalFailure(error)
        }
    }

    private func nextClientID() -> OrderID {
        OrderID(derivedUUID(number: UInt64(book.orders.count) + 1, name: "client"))
    }

    private func intent(_ instrument: InstrumentIndex, _ side: Side) -> String {
        let closes = book.exchange.holdings[instrument.place].quantity.signum * side.sign < 0
        return side.rawValue + (closes ? "_to_close" : "_to_open")
    }
}

extension OrderTicket {
    /// The shares to trade, and the notional if that is what was asked for. A notional is turned into shares at `reference`.
    func quantity(at reference: Price) throws(APIError) -> (Quantity, Money?) {
        switch size {
        case .shares(let quantity): return (quantity, nil)
        case .notional(let money):
            let nanos = Int128(money.nanos) * Int128(nanosPerUnit) / Int128(reference.nanos)
            guard nanos > 0, nanos <= Int128(Int64.max) else { throw .invalid("qty must be > 0") }
            return (Quantity(nanos: Int64(nanos)), money)
        }
    }
}

extension VenueBook {
    /// Applies a command of the journal; false when the journal does not hold together.
    mutating func replay(_ command: VenueCommand, isLive: Bool) -> Bool {
        switch command {
        case .submit(let clientID, let instrument, let request, let terms, let at):
            guard instrument.place < symbols.count,
                case .success = submit(clientID, instrument, request, terms, at: at, isOpen: isLive)
            else { return false }
            return true
        case .cancel(let clientID, let at): return cancel(clientID, at: at) != nil
        case .advance(let next, let parts):
            guard !isLive, next == session + 1, next < frames.count, phase == .published else { return false }
            _ = advance(fillsIn: parts)
            return true
        case .publish(let now):
            guard !isLive, now == session, phase == .advanced else { return false }
            publish()
            return true
        case .mark(let prices):
            guard prices.count == symbols.count else { return false }
            mark(prices)
            return true
        case .quote(let instrument, let bid, let ask, let at):
            guard instrument.place < symbols.count else { return false }
            let moves = exchange.isReached(instrument, bid: bid, ask: ask)
            return !quote(instrument, bid: bid, ask: ask, at: at).isEmpty || moves
        }
    }
}
