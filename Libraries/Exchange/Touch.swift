internal import Contracts

/// Where a bar or a quote meets an order.
struct Touch {
    /// Before slippage.
    var price: Price
    /// Whether that was at the bar's open. Everything later counts as at its end, because nobody knows when within it.
    var isAtOpen: Bool
    /// Whether the order takes what the market offers, and so pays for it.
    var slips: Bool
}

/// Which part of its session a bar is.
struct SessionPart {
    /// The first one, which begins with the opening auction.
    var isFirst: Bool
    /// The last one, which ends with the closing auction.
    var isLast: Bool
}

extension OpenOrder {
    /// Where `bar` meets the order; `nil` when it does not. A stop that is reached wakes, and a trailing stop moves.
    ///
    /// Of a bar nothing is known but that the open came first and the close last. So an order fills only where it must have, and never
    /// at a better price than is certain. An order that the market opened beyond gets the open: better than its limit, worse than its
    /// stop.
    mutating func meet(_ bar: Bar, _ part: SessionPart) -> Touch? {
        switch request.timeInForce {
        case .day, .gtc: break
        case .opg: return part.isFirst ? auction(at: bar.open, isAtOpen: true) : nil
        case .cls: return part.isLast ? auction(at: bar.close, isAtOpen: false) : nil
        }
        switch request.type {
        case .market: return Touch(price: bar.open, isAtOpen: true, slips: true)
        case .limit(let limit): return meet(bar, limit: limit)
        case .stop(let stop): return meet(bar, stop: stop)
        case .stopLimit(let stop, let limit): return meet(bar, stop: stop, limit: limit)
        case .trailingStop(let trail): return meet(bar, trail: trail)
        }
    }

    /// Whether the order takes part in an auction, which has one price for all.
    func auction(at price: Price, isAtOpen: Bool) -> Touch? {
        if let limit = request.type.limitPrice {
            guard request.side.isAsBad(limit, as: price) else { return nil }
            return Touch(price: price, isAtOpen: isAtOpen, slips: false)
        }
        return Touch(price: price, isAtOpen: isAtOpen, slips: true)
    }

    private func meet(_ bar: Bar, limit: Price) -> Touch? {
        let side = request.side
        guard side.isAsBad(limit, as: side.best(of: bar)) else { return nil }
        return Touch(price: side.better(limit, bar.open), isAtOpen: side.isAsBad(limit, as: bar.open), slips: false)
    }

    private mutating func meet(_ bar: Bar, stop: Price) -> Touch? {
        let side = request.side
        if isAwake { return Touch(price: bar.open, isAtOpen: true, slips: true) }
        guard side.isAsBad(side.worst(of: bar), as: stop) else { return nil }
        isAwake = true
        return Touch(price: side.worse(stop, bar.open), isAtOpen: side.isAsBad(bar.open, as: stop), slips: true)
    }

    private mutating func meet(_ bar: Bar, stop: Price, limit: Price) -> Touch? {
        let side = request.side
        if isAwake { return meet(bar, limit: limit) }
        guard side.isAsBad(side.worst(of: bar), as: stop) else { return nil }
        isAwake = true
        if side.isAsBad(bar.open, as: stop) {
            // Awake from the open on: the whole bar follows. Beyond its limit it rests, and fills if the bar comes back.
            guard let touch = meet(bar, limit: limit) else { return nil }
            return Touch(price: touch.price, isAtOpen: touch.isAtOpen, slips: touch.isAtOpen)
        }
        if side.isAsBad(limit, as: stop) { return Touch(price: stop, isAtOpen: false, slips: true) }
        // The limit asks for a better price than the stop: only the close is known to have come after.
        return side.isAsBad(limit, as: bar.close) ? Touch(price: limit, isAtOpen: false, slips: false) : nil
    }

    /// The stop is met in the order in which things are known to have happened: the open against the stop as it stood; the bar's worst
    /// price, which came at the open or later, against the stop that the open moved; the close, which came after the bar's best price,
    /// against the stop that this one moved.
    private mutating func meet(_ bar: Bar, trail: Trail) -> Touch? {
        let side = request.side
        guard !isAwake, let best = bestPrice else { return Touch(price: bar.open, isAtOpen: true, slips: true) }
        isAwake = true
        if side.isAsBad(bar.open, as: trail.stop(behind: best, side)) {
            return Touch(price: bar.open, isAtOpen: true, slips: true)
        }
        let afterOpen = side.better(best, bar.open)
        let early = trail.stop(behind: afterOpen, side)
        if side.isAsBad(side.worst(of: bar), as: early) { return Touch(price: early, isAtOpen: false, slips: true) }
        let afterBar = side.better(afterOpen, side.best(of: bar))
        let late = trail.stop(behind: afterBar, side)
        if side.isAsBad(bar.close, as: late) { return Touch(price: late, isAtOpen: false, slips: true) }
        isAwake = false
        bestPrice = afterBar
        return nil
    }
}

extension OpenOrder {
    /// Whether the order takes a quote, of which `price` is the far side. A stop that is reached wakes, and a trailing stop moves.
    /// Auctions are no quotes.
    mutating func meet(quote price: Price) -> Bool {
        let side = request.side
        if request.timeInForce.isAuction { return false }
        switch request.type {
        case .market: return true
        case .limit(let limit): return side.isAsBad(limit, as: price)
        case .stop(let stop): return isAwake || side.isAsBad(price, as: stop)
        case .stopLimit(let stop, let limit):
            if !isAwake { isAwake = side.isAsBad(price, as: stop) }
            return isAwake && side.isAsBad(limit, as: price)
        case .trailingStop(let trail):
            guard !isAwake, let best = bestPrice else { return true }
            isAwake = side.isAsBad(price, as: trail.stop(behind: best, side))
            if !isAwake { bestPrice = side.better(best, price) }
            return isAwake
        }
    }
}

extension Side {
    /// Whether trading at `price` is as bad as at `other`, or worse: as dear for a buy, as cheap for a sell.
    func isAsBad(_ price: Price, as other: Price) -> Bool { self == .buy ? price >= other : price <= other }
    func worse(_ one: Price, _ other: Price) -> Price { self == .buy ? max(one, other) : min(one, other) }
    func better(_ one: Price, _ other: Price) -> Price { self == .buy ? min(one, other) : max(one, other) }
    func worst(of bar: Bar) -> Price { self == .buy ? bar.high : bar.low }
    func best(of bar: Bar) -> Price { self == .buy ? bar.low : bar.high }
}
