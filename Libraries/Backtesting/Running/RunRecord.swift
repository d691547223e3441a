public import Contracts

/// What is kept of one run. A lone run keeps everything; a sweep of thousands keeps what its numbers are made from.
public protocol RunRecord: Sendable {
    init(startingCash: Money)

    /// So many frames are to come, where that is known.
    mutating func reserve(frames: Int)

    /// An order was decided.
    mutating func placed(_ order: TradingRecord.PlacedOrder)

    /// An order was executed, in part or whole.
    mutating func executed(_ fill: Fill)

    /// An instrument was split or paid a dividend.
    mutating func booked(_ action: CorporateAction)

    /// A frame is done, with the equity that it closed at.
    mutating func closed(_ at: Timestamp, equity: Money, endsSession: Bool)

    /// A run of frames is done, each with the equity that it closed at: `closed` for one after the other.
    mutating func closed(_ instants: Span<Timestamp>, equities: Span<Money>, endsSession: Span<Bool>)

    /// A run of frames is done that all closed at one equity.
    mutating func closed(_ instants: Span<Timestamp>, equity: Money, endsSession: Span<Bool>)
}

extension RunRecord {
    public mutating func reserve(frames: Int) {}
    public mutating func booked(_ action: CorporateAction) {}

    public mutating func closed(_ instants: Span<Timestamp>, equities: Span<Money>, endsSession: Span<Bool>) {
        for place in equities.indices {
            closed(instants[place], equity: equities[place], endsSession: endsSession[place])
        }
    }

    public mutating func closed(_ instants: Span<Timestamp>, equity: Money, endsSession: Span<Bool>) {
        for place in instants.indices { closed(instants[place], equity: equity, endsSession: endsSession[place]) }
    }
}

/// Every order, every fill and the equity of every frame.
public struct FullRecord: RunRecord {
    public private(set) var curve: [EquityPoint] = []
    /// The places in `curve` that end a session.
    public private(set) var sessionEnds: [Int] = []
    public private(set) var trading = TradingRecord()

    public init(startingCash: Money) {}

    public mutating func reserve(frames: Int) {
        curve.reserveCapacity(frames)
        // Growing would copy what is kept over and over; room that is never touched costs nothing.
        trading.reserve(orders: frames / 16)
    }

    public mutating func placed(_ order: TradingRecord.PlacedOrder) { trading.add(order) }
    public mutating func executed(_ fill: Fill) { trading.add(fill) }
    public mutating func booked(_ action: CorporateAction) { trading.add(action) }
    public mutating func closed(_ at: Timestamp, equity: Money, endsSession: Bool) {
        if endsSession { sessionEnds.append(curve.count) }
        curve.append(EquityPoint(at: at, equity: equity))
    }

    public mutating func closed(_ instants: Span<Timestamp>, equities: Span<Money>, endsSession: Span<Bool>) {
        noteEnds(endsSession)
        curve.append(addingCapacity: equities.count) { points in
            for place in equities.indices {
                points.append(EquityPoint(at: instants[place], equity: equities[place]))
            }
        }
    }

    public mutating func closed(_ instants: Span<Timestamp>, equity: Money, endsSession: Span<Bool>) {
        noteEnds(endsSession)
        curve.append(addingCapacity: instants.count) { points in
            for place in instants.indices { points.append(EquityPoint(at: instants[place], equity: equity)) }
        }
    }

    private mutating func noteEnds(_ endsSession: Span<Bool>) {
        for place in endsSession.indices where endsSession[place] { sessionEnds.append(curve.count + place) }
    }
}

/// What the numbers of a sweep are made from: equity at the ends of sessions, and counts.
public struct SummaryRecord: RunRecord, Hashable {
    /// One point a session, oldest first.
    public private(set) var sessionEnds: [EquityPoint] = []
    public private(set) var orders = 0
    public private(set) var fills = 0
    public private(set) var commissions = Money.zero
    /// Unsigned value of all that was traded.
    public private(set) var turnover = Money.zero
    public private(set) var endEquity: Money
    /// Over all frames.
    public private(set) var drawdown: Drawdown

    public init(startingCash: Money) {
        endEquity = startingCash
        drawdown = Drawdown(start: startingCash)
    }

    public mutating func placed(_ order: TradingRecord.PlacedOrder) { orders += 1 }

    public mutating func executed(_ fill: Fill) {
        fills += 1
        commissions += fill.commission
        turnover += fill.price.notional(of: fill.quantity)
    }

    public mutating func closed(_ at: Timestamp, equity: Money, endsSession: Bool) {
        if equity != endEquity {
            endEquity = equity
            drawdown.add(equity)
        }
        if endsSession { sessionEnds.append(EquityPoint(at: at, equity: equity)) }
    }

    public mutating func closed(_ instants: Span<Timestamp>, equities: Span<Money>, endsSession: Span<Bool>) {
        guard !equities.isEmpty else { return }
        endEquity = equities[equities.count - 1]
        // A copy, so that nothing is written to memory on the way.
        var fall = drawdown
        for place in equities.indices { fall.add(equities[place]) }
        drawdown = fall
        for place in endsSession.indices where endsSession[place] {
            sessionEnds.append(EquityPoint(at: instants[place], equity: equities[place]))
        }
    }

    public mutating func closed(_ instants: Span<Timestamp>, equity: Money, endsSession: Span<Bool>) {
        if equity != endEquity {
            endEquity = equity
            drawdown.add(equity)
        }
        for place in endsSession.indices where endsSession[place] {
            sessionEnds.append(EquityPoint(at: instants[place], equity: equity))
        }
    }
}
