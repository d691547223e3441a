extension BarFrame: WireForm {
    var message: WireBarFrame {
        var message = WireBarFrame()
        message.at = at.nanoseconds
        message.session = session.daysSinceEpoch
        message.open.reserveCapacity(bars.count)
        message.high.reserveCapacity(bars.count)
        message.low.reserveCapacity(bars.count)
        message.close.reserveCapacity(bars.count)
        message.volume.reserveCapacity(bars.count)
        for (place, bar) in bars.enumerated() {
            guard let bar else {
                message.missing.append(UInt32(place))
                continue
            }
            message.open.append(bar.open.nanos)
            message.high.append(bar.high.nanos)
            message.low.append(bar.low.nanos)
            message.close.append(bar.close.nanos)
            message.volume.append(bar.volume)
        }
        return message
    }

    init(_ message: WireBarFrame) throws(FieldError) {
        let count = message.close.count
        try equal(message.open.count, count, "open")
        try equal(message.high.count, count, "high")
        try equal(message.low.count, count, "low")
        try equal(message.volume.count, count, "volume")
        let total = count + message.missing.count
        guard total <= 4096 else { throw FieldError("missing", .outOfRange(Int64(total))) }
        var bars: [Bar?] = []
        bars.reserveCapacity(total)
        var gaps = message.missing.makeIterator()
        var gap = gaps.next()
        var taken = 0
        while bars.count < total {
            if let place = gap, Int(place) == bars.count {
                bars.append(nil)
                gap = gaps.next()
            } else if taken < count {
                bars.append(
                    Bar(
                        open: Price(nanos: message.open[taken]), high: Price(nanos: message.high[taken]),
                        low: Price(nanos: message.low[taken]), close: Price(nanos: message.close[taken]),
                        volume: message.volume[taken]))
                taken += 1
            } else {
                throw FieldError("missing", .outOfRange(Int64(gap ?? 0)))  // Out of order, twice, or past the end.
            }
        }
        self.init(
            at: Timestamp(nanoseconds: message.at), session: try date(message.session, "session"), bars: bars)
    }
}

extension MacroPoint: WireForm {
    var message: WireMacroPoint {
        made {
            $0.series = series
            $0.period = period.daysSinceEpoch
            $0.knownAt = knownAt.nanoseconds
            $0.value = value
        }
    }

    init(_ message: WireMacroPoint) throws(FieldError) {
        self.init(
            series: message.series, period: try date(message.period, "period"),
            knownAt: Timestamp(nanoseconds: message.knownAt), value: message.value)
    }
}

extension CorporateAction: WireForm {
    var message: WireCorporateAction {
        made {
            $0.instrument = UInt32(instrument.rawValue)
            $0.exDate = exDate.daysSinceEpoch
            switch change {
            case .split(let new, let old):
                $0.split = made {
                    $0.new = new
                    $0.old = old
                }
            case .dividend(let perShare): $0.dividendPerShare = perShare.nanos
            }
        }
    }

    init(_ message: WireCorporateAction) throws(FieldError) {
        let change: Change
        switch try present(message.change, "change") {
        case .split(let split):
            // A ratio is divided by, so both sides must be positive here already.
            guard split.new > 0 else { throw FieldError("split.new", .outOfRange(split.new)) }
            guard split.old > 0 else { throw FieldError("split.old", .outOfRange(split.old)) }
            change = .split(new: split.new, old: split.old)
        case .dividendPerShare(let nanos): change = .dividend(perShare: Price(nanos: nanos))
        }
        self.init(
            instrument: try Contracts.instrument(message.instrument), exDate: try date(message.exDate, "exDate"),
            change: change)
    }
}

extension DataAlarm.Reason: WireNamed {
    var wire: WireDataAlarm.Reason {
        switch self {
        case .quarantined: .quarantined
        case .stale: .stale
        case .gap: .gap
        case .disconnected: .disconnected
        }
    }
}

extension DataAlarm: WireForm {
    var message: WireDataAlarm {
        made {
            $0.reason = reason.wire
            $0.source = source
            $0.detail = detail
        }
    }

    init(_ message: WireDataAlarm) throws(FieldError) {
        self.init(reason: try known(message.reason, "reason"), source: message.source, detail: message.detail)
    }
}
