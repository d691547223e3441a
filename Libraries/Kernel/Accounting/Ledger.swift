public import Contracts

/// The books of one account: cash, positions and what they cost, exact to a billionth.
///
/// It is a fold over fills, adjustments and bars, so every process that reads the same log has the same ledger. At
/// every instant `equity = startingCash + deposits + adjustments + realizedProfit + unrealizedProfit + dividends − commissions
/// − charges`, to the last billionth. Dividends and splits are booked when the log tells of them; bar data must then not be adjusted for
/// them.
public struct Ledger: Hashable, Sendable, Codable {
    private var holdings: [Holding]
    /// The cash that the account began with.
    public let startingCash: Money
    /// Cash after all fills, commissions, charges, dividends and deposits.
    public private(set) var cash: Money
    /// Profit of what was bought and sold again (or the other way around), before commissions.
    public private(set) var realizedProfit: Money = .zero
    /// All commissions paid so far.
    public private(set) var commissions: Money = .zero
    /// Dividends received on long positions, less those paid on short ones.
    public private(set) var dividends: Money = .zero
    /// What was charged for other things than trades, such as borrowed shares.
    public private(set) var charges: Money = .zero
    /// Deposits less withdrawals since the start.
    public private(set) var deposits: Money = .zero
    /// Cost that came in or went out with adjusted positions; not profit, and not cash.
    public private(set) var adjustments: Money = .zero

    /// Books with no position in any of `instruments` instruments.
    public init(instruments: Int, cash: Money) {
        holdings = Array(repeating: Holding(), count: instruments)
        startingCash = cash
        self.cash = cash
    }

    /// How many instruments the books have a page for.
    public var instruments: Int { holdings.count }
}

// MARK: What happens

extension Ledger {
    /// Books one execution.
    public mutating func apply(_ fill: Fill) {
        precondition(fill.quantity > .zero, "a fill has a positive quantity")
        let change = fill.side == .buy ? fill.quantity : -fill.quantity
        let place = fill.instrument.place
        // The part that closes and the part that opens must add up to the whole, or rounding would make or lose a
        // billionth.
        cash -= fill.price.notional(of: change) + fill.commission
        commissions += fill.commission
        realizedProfit += holdings[place].trade(change, at: fill.price)
    }

    /// Takes over the position that the broker was found to hold, whatever ours was. Cash stays as it is.
    public mutating func apply(_ adjustment: PositionAdjustment) {
        adjustments += holdings[adjustment.instrument.place].adjust(to: adjustment.to)
    }

    /// Books the deposits, withdrawals and charges that the broker reported. Its cash and equity are for reconciliation, not for
    /// us.
    public mutating func apply(_ state: AccountState) {
        cash += state.cashFlow - state.charges
        deposits += state.cashFlow
        charges += state.charges
    }

    /// Books a split or a dividend of what is held. One that makes no sense, or is of no instrument here, is passed over.
    ///
    /// A split keeps what the position cost and restates it in new shares. A dividend is paid at once, and the last close falls by it:
    /// equity does not move until the next bar.
    public mutating func apply(_ action: CorporateAction) {
        let place = action.instrument.place
        guard action.isSound, place < holdings.count else { return }
        switch action.change {
        case .split(let new, let old): realizedProfit += holdings[place].split(new: new, old: old)
        case .dividend(let perShare):
            let paid = perShare.notional(of: holdings[place].position)
            cash += paid
            dividends += paid
            holdings[place].lastClose = holdings[place].lastClose?.exDividend(perShare)
        }
    }

    /// Values the positions at the closes of `frame`. An instrument without a bar keeps its last close.
    public mutating func mark(_ frame: borrowing BarFrame) {
        precondition(frame.bars.count == holdings.count, "a bar frame has one place for each instrument of the book")
        var pages = holdings.mutableSpan
        let bars = frame.bars.span
        for place in bars.indices {
            if let close = bars[place]?.close { pages[place].lastClose = close }
        }
    }
}

extension Ledger {
    /// Values the positions at these closes, in billionths, one an instrument.
    mutating func mark(_ closes: [Int64]) {
        for place in 0..<holdings.count { holdings[place].lastClose = Price(nanos: closes[place]) }
    }

    /// Whether cash, positions (in whole units) and last closes (in billionths) are these.
    func stands(at cash: Money, _ units: [Int64], _ closes: [Int64]) -> Bool {
        guard self.cash == cash else { return false }
        for place in 0..<holdings.count {
            let holding = holdings[place]
            guard holding.position.nanos == units[place] * nanosPerUnit, holding.lastClose?.nanos == closes[place]
            else {
                return false
            }
        }
        return true
    }
}

// MARK: What stands in the books

extension Ledger {
    /// Signed units held.
    public func position(_ instrument: InstrumentIndex) -> Quantity { holdings[instrument.place].position }

    /// What one unit of the open position cost on average; `nil` when flat.
    public func averagePrice(_ instrument: InstrumentIndex) -> Price? { holdings[instrument.place].averagePrice }

    /// The newest close; `nil` before the first bar.
    public func lastClose(_ instrument: InstrumentIndex) -> Price? { holdings[instrument.place].lastClose }

    /// Signed value of the position at its last close; at cost while no close was seen.
    public func exposure(_ instrument: InstrumentIndex) -> Money { holdings[instrument.place].value }

    /// Cash and the value of all positions.
    public var equity: Money {
        var sum = cash
        let pages = holdings.span
        for place in pages.indices { sum += pages[place].value }
        return sum
    }

    /// Profit of the open positions at their last closes.
    public var unrealizedProfit: Money {
        var sum = Money.zero
        for place in 0..<holdings.count { sum += holdings[place].unrealizedProfit }
        return sum
    }

    /// Sum of the unsigned values of all positions.
    public var grossExposure: Money {
        var sum = Money.zero
        for place in 0..<holdings.count { sum += holdings[place].value.magnitude }
        return sum
    }

    /// Whether nothing is held.
    public var isFlat: Bool { holdings.allSatisfy { $0.position.isZero } }

    /// Stops the process if the books don't add up: called after every fact in tests and simulation.
    public func checkInvariants() {
        let profit = realizedProfit + unrealizedProfit + dividends - commissions - charges
        let explained = startingCash + deposits + adjustments + profit
        precondition(equity == explained, "equity \(equity) is explained by what happened: \(explained)")
        for holding in holdings where holding.position.isZero {
            precondition(holding.cost.isZero, "nothing held cost nothing, not \(holding.cost)")
        }
    }
}
