internal import Contracts

// Which frames are quiet. One question after the other goes through a run of frames, column by column: short loops are fast ones. The
// questions are inlined, since each is asked in one place, and a call would copy the watch.
extension QuietWatch {
    /// How many of the frames from `start` to before `end` would leave risk and the allocator silent, if no view changes. Nothing is taken in
    /// yet.
    package mutating func quietFrames(_ frames: borrowing FrameColumns, from start: Int, to end: Int) -> Int {
        next = ladder
        settled = start
        guard start < end, isUndoubted(frames.closes.span, start &* units.count) else { return 0 }
        var stop = min(start + Self.reach, end)
        stop = calmStop(frames, from: start + 1, to: stop)
        stop = valuedStop(frames, from: start, to: stop)
        stop = contentStop(frames, from: start, to: stop)
        return silentStop(frames, from: start, to: stop) - start
    }

    /// Whether risk takes a row of closes as it is: each is there, and near enough to the last that was seen.
    @inline(__always)
    private func isUndoubted(_ closes: Span<Int64>, _ row: Int) -> Bool {
        for place in self.closes.indices {
            let close = closes[row &+ place]
            let last = Price(nanos: self.closes[place])
            guard close > 0, !Price(nanos: close).isFar(from: last, basisPoints: limits.suspectMoveBasisPoints)
            else { return false }
        }
        return true
    }

    /// Up to where each close is surely near enough to the one before it.
    @inline(__always)
    private func calmStop(_ frames: borrowing FrameColumns, from start: Int, to end: Int) -> Int {
        let calm = Double(limits.suspectMoveBasisPoints) * 0.999e-4
        if start >= end || frames.maximumMove < calm { return end }
        guard frames.hasMoves else { return start }
        let moves = frames.moves.span.extracting(start..<end)
        for place in moves.indices where !(moves[place] < calm) { return start &+ place }
        return end
    }

    /// Computes the equity of each frame; up to the first where it may be out of the range of money.
    @inline(__always)
    private mutating func valuedStop(_ frames: borrowing FrameColumns, from start: Int, to end: Int) -> Int {
        if holdsNothing { return end }
        guard isMoney(atMost: frames.largestClose) else { return start }
        var isValued = false
        for column in 0..<units.count where units[column] != 0 {
            Self.addWorth(
                of: units[column], at: frames.closes, from: start &* units.count &+ column, by: units.count,
                to: &equities, end - start, beginningAt: isValued ? nil : cash)
            isValued = true
        }
        return end
    }

    /// Whether cash and all positions are within the range of money, whatever their signs, if no close is above this one.
    @inline(__always)
    private func isMoney(atMost close: Int64) -> Bool {
        var sum = cash.nanos.magnitude
        for column in 0..<units.count {
            let (worth, isTooLarge) = close.magnitude.multipliedReportingOverflow(by: units[column].magnitude)
            let (total, isOutOfRange) = sum.addingReportingOverflow(worth)
            if isTooLarge || isOutOfRange { return false }
            sum = total
        }
        return sum <= Int64.max.magnitude
    }

    /// Adds what so many units are worth on each of `count` frames; to `cash`, where nothing is added up yet.
    private static func addWorth(
        of units: Int64, at closes: [Int64], from first: Int, by stride: Int, to equities: inout [Money], _ count: Int,
        beginningAt cash: Money?
    ) {
        let closes = closes.span
        var equities = equities.mutableSpan
        if let cash {
            for place in 0..<count {
                equities[place] = Money(nanos: cash.nanos &+ closes[first &+ place &* stride] &* units)
            }
        } else {
            for place in 0..<count {
                let worth = closes[first &+ place &* stride] &* units
                equities[place] = Money(nanos: equities[place].nanos &+ worth)
            }
        }
    }

    /// Up to where the ladder stays on its tier, and nobody's turn comes.
    @inline(__always)
    private mutating func silentStop(_ frames: borrowing FrameColumns, from start: Int, to end: Int) -> Int {
        var place = start
        while place < end {
            let usual = usualStop(frames, from: place, to: end, since: start)
            if usual > place { next.hold(at: equity(usual - 1 - start)) }
            place = usual
            guard place < end else { break }
            guard isContent(frames, place, since: start), !beginsTurn(frames.run.session(place)),
                next.rests(at: equity(place - start), session: frames.run.session(place), limits: limits)
            else { break }
            takeFloor()
            place += 1
            settled = place
        }
        return place
    }

    /// Up to where frames of the ladder's session have an equity between its floor and its peak, at which the allocator has no wish.
    @inline(__always)
    private func usualStop(_ frames: borrowing FrameColumns, from start: Int, to end: Int, since first: Int) -> Int {
        guard frames.run.session(start) == next.session else { return start }
        let stop = min(end, frames.sessionStops[start])
        let (lowest, highest) = (max(floor, contentBand.lowest), min(next.peak, contentBand.highest))
        if holdsNothing { return lowest <= cash && cash <= highest ? stop : start }
        let equities = equities.span.extracting(start &- first..<stop &- first)
        for place in equities.indices where equities[place] < lowest || equities[place] > highest {
            return start &+ place
        }
        return stop
    }

    @inline(__always)
    private func beginsTurn(_ session: TradingDate) -> Bool {
        allocation.rebalance != .everyFrame && cadence.begins(session, allocation.rebalance)
    }
}

// MARK: The allocator's wishes

extension QuietWatch {
    /// Up to where the allocator has no wish, as far as equity alone doesn't tell.
    @inline(__always)
    private mutating func contentStop(_ frames: borrowing FrameColumns, from start: Int, to end: Int) -> Int {
        switch contentment {
        case .always, .inBand: return end
        case .nearWeights: return nearWeightsStop(frames.closes.span, from: start, to: end)
        case .byFrame:
            for place in start..<end where !isContent(at: frames.closes.span, place, since: start) { return place }
            return end
        }
    }

    /// Whether the allocator has no wish on a frame whose equity is out of the usual.
    @inline(__always)
    private mutating func isContent(_ frames: borrowing FrameColumns, _ frame: Int, since start: Int) -> Bool {
        guard case .inBand = contentment else { return true }
        return isContent(at: frames.closes.span, frame, since: start)
    }

    /// Positions are looked at closer where a share more than they are off is not surely worth less than the smallest trade.
    private mutating func nearWeightsStop(_ closes: Span<Int64>, from start: Int, to end: Int) -> Int {
        for place in start..<end
        where !isSurelyTooSmallToTrade(closes, place, since: start) && !isContent(at: closes, place, since: start) {
            return place
        }
        return end
    }

    /// Whether every position is wanted, and a share more than it is off is worth a thousandth less than the smallest trade.
    @inline(__always)
    private func isSurelyTooSmallToTrade(_ closes: Span<Int64>, _ frame: Int, since start: Int) -> Bool {
        let units = units.span
        let weights = weights.span
        let row = frame &* units.count
        let equity = Double(equity(frame &- start).nanos)
        let smallest = allocation.minimumTrade * 0.999 * equity
        for place in units.indices where weights[place] != 0 || units[place] != 0 {
            let close = Double(closes[row &+ place])
            let wanted = weights[place] * equity
            let isWanted = abs(wanted) > 2 * close && units[place] != 0
            guard isWanted, abs(wanted - Double(units[place]) * close) + close < smallest else { return false }
        }
        return true
    }

    /// Whether every position is the one that its weight asks for, or too near to it for a trade. It changes nothing: lent for writing, the
    /// watch is looked at where it lies, and not copied.
    @inline(never)
    private mutating func isContent(at closes: Span<Int64>, _ frame: Int, since start: Int) -> Bool {
        let equity = equity(frame &- start)
        var gross = 0.0
        for place in 0..<units.count {
            let close = Price(nanos: closes[frame &* units.count &+ place])
            let held = Quantity(nanos: units[place] * nanosPerUnit)
            let wanted = allocation.shares(weight: weights[place], equity, at: close)
            if allocation.isWorthTrading(from: held, to: wanted, at: close, equity) { return false }
            if weights[place] != 0 { gross += abs(weights[place]) * allocation.worthOfOne(at: close, equity) }
        }
        return gross <= allocation.grossCap
    }
}
