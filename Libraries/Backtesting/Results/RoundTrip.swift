public import Contracts

/// One trip of a position away from zero and back.
///
/// Everything that is bought and sold on the way belongs to one trip, so partial exits don't make a lucky trade look like several.
public struct RoundTrip: Hashable, Sendable {
    public let instrument: InstrumentIndex
    /// The side of the first fill: `buy` is a long trip.
    public let side: Side
    /// The largest position of the trip, unsigned.
    public private(set) var quantity: Quantity
    public let enteredAt: Timestamp
    /// The last fill so far; of a closed trip, the one that brought the position to zero.
    public private(set) var exitedAt: Timestamp
    /// Cash that came in less cash that went out, commissions included. Of an open trip, without the value of what is held.
    public private(set) var profit: Money
    public private(set) var isOpen = true

    private var position: Quantity
    private var entered: Money
    private var enteredQuantity: Quantity
    private var exited: Money = .zero
    private var exitedQuantity: Quantity = .zero

    init(_ fill: Fill) {
        instrument = fill.instrument
        side = fill.side
        quantity = fill.quantity
        enteredAt = fill.happenedAt
        exitedAt = fill.happenedAt
        position = Quantity(nanos: fill.quantity.nanos * fill.side.sign)
        entered = fill.price.notional(of: fill.quantity)
        enteredQuantity = fill.quantity
        profit = Money(nanos: entered.nanos * -fill.side.sign) - fill.commission
    }

    mutating func add(_ fill: Fill) {
        let notional = fill.price.notional(of: fill.quantity)
        if fill.side == side {
            entered += notional
            enteredQuantity += fill.quantity
        } else {
            exited += notional
            exitedQuantity += fill.quantity
        }
        position += Quantity(nanos: fill.quantity.nanos * fill.side.sign)
        quantity = max(quantity, position.magnitude)
        profit += Money(nanos: notional.nanos * -fill.side.sign) - fill.commission
        exitedAt = fill.happenedAt
        isOpen = !position.isZero
    }

    /// Restates what is held, and what was traded for it, in new shares; what it cost stays.
    mutating func restate(_ split: TradingRecord.Split) {
        position = position.afterSplit(new: split.new, old: split.old)
        quantity = quantity.afterSplit(new: split.new, old: split.old)
        enteredQuantity = enteredQuantity.afterSplit(new: split.new, old: split.old)
        exitedQuantity = exitedQuantity.afterSplit(new: split.new, old: split.old)
        isOpen = !position.isZero
    }

    /// Mean price of what was bought to open (or sold, of a short trip).
    public var entryPrice: Price { Self.mean(entered, enteredQuantity) ?? .zero }
    /// Mean price of what closed it; `nil` before the first such fill.
    public var exitPrice: Price? { Self.mean(exited, exitedQuantity) }

    private static func mean(_ paid: Money, _ quantity: Quantity) -> Price? {
        if quantity.isZero { return nil }
        return Price(nanos: (Int128(paid.nanos) * Int128(nanosPerUnit)).dividedHalfEven(by: Int128(quantity.nanos)))
    }
}

extension TradingRecord {
    /// The round trips of all fills, by the instant they began; those still open at the end are among them. Shares of one that was split on
    /// its way are new ones.
    ///
    /// One order never turns a position over, so a trip ends exactly where the position is zero.
    public var roundTrips: [RoundTrip] {
        var trips: [RoundTrip] = []
        var open: [InstrumentIndex: Int] = [:]
        replay { fill in
            if let place = open[fill.instrument] {
                trips[place].add(fill)
                if !trips[place].isOpen { open[fill.instrument] = nil }
            } else {
                open[fill.instrument] = trips.count
                trips.append(RoundTrip(fill))
            }
        } split: { split in
            guard let place = open[split.instrument] else { return }
            trips[place].restate(split)
            if !trips[place].isOpen { open[split.instrument] = nil }
        }
        return trips
    }
}
