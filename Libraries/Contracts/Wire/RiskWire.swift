extension RiskTier: WireNamed {
    var wire: WireRiskTier {
        switch self {
        case .normal: .normal
        case .warn: .warn
        case .throttle: .throttle
        case .noNew: .noNew
        case .flatten: .flatten
        }
    }
}

extension KillMode: WireNamed {
    var wire: WireKillMode {
        switch self {
        case .none: .none
        case .closeOnly: .closeOnly
        case .haltAll: .haltAll
        case .hard: .hard
        }
    }
}

extension RiskReason: WireForm {
    var message: WireRiskReason {
        func excess(_ value: Money, _ limit: Money) -> WireRiskReason.Excess {
            made {
                $0.value = value.nanos
                $0.limit = limit.nanos
            }
        }
        return made {
            switch self {
            case .tier(let tier): $0.tier = tier.wire
            case .killMode(let mode): $0.killMode = mode.wire
            case .orderNotionalAboveLimit(let value, let limit): $0.orderNotionalAboveLimit = excess(value, limit)
            case .positionNotionalAboveLimit(let value, let limit): $0.positionNotionalAboveLimit = excess(value, limit)
            case .grossExposureAboveLimit(let value, let limit): $0.grossExposureAboveLimit = excess(value, limit)
            case .noPrice: $0.noPrice = WireNothing()
            case .strategyDisabled: $0.strategyDisabled = WireNothing()
            case .ordersUnknown: $0.ordersUnknown = WireNothing()
            case .wouldCrossZero: $0.wouldCrossZero = WireNothing()
            case .belowMinimum(let quantity): $0.belowMinimum = quantity.nanos
            }
        }
    }

    init(_ message: WireRiskReason) throws(FieldError) {
        switch try present(message.reason, "verdicts.reason") {
        case .tier(let tier): self = .tier(try known(tier, "verdicts.reason.tier"))
        case .killMode(let mode): self = .killMode(try known(mode, "verdicts.reason.killMode"))
        case .orderNotionalAboveLimit(let excess):
            self = .orderNotionalAboveLimit(Money(nanos: excess.value), limit: Money(nanos: excess.limit))
        case .positionNotionalAboveLimit(let excess):
            self = .positionNotionalAboveLimit(Money(nanos: excess.value), limit: Money(nanos: excess.limit))
        case .grossExposureAboveLimit(let excess):
            self = .grossExposureAboveLimit(Money(nanos: excess.value), limit: Money(nanos: excess.limit))
        case .noPrice: self = .noPrice
        case .strategyDisabled: self = .strategyDisabled
        case .ordersUnknown: self = .ordersUnknown
        case .wouldCrossZero: self = .wouldCrossZero
        case .belowMinimum(let nanos): self = .belowMinimum(Quantity(nanos: nanos))
        }
    }
}

extension TierChange: WireForm {
    var message: WireTierChange {
        made {
            $0.from = from.wire
            $0.to = to.wire
            $0.equity = equity.nanos
            $0.sessionBaseline = sessionBaseline.nanos
            $0.peak = peak.nanos
            switch reason {
            case .dailyLoss(let basisPoints): $0.dailyLoss = basisPoints
            case .drawdown(let basisPoints): $0.drawdown = basisPoints
            case .command(let by): $0.command = by
            case .reset(let first, let second):
                $0.reset = made {
                    $0.first = first
                    $0.second = second
                }
            case .fault(let text): $0.fault = text
            }
        }
    }

    init(_ message: WireTierChange) throws(FieldError) {
        let reason: Reason
        switch try present(message.reason, "reason") {
        case .dailyLoss(let basisPoints): reason = .dailyLoss(basisPointsOfLimit: basisPoints)
        case .drawdown(let basisPoints): reason = .drawdown(basisPoints: basisPoints)
        case .command(let by): reason = .command(by: by)
        case .reset(let reset): reason = .reset(first: reset.first, second: reset.second)
        case .fault(let text): reason = .fault(text)
        }
        self.init(
            from: try known(message.from, "from"), to: try known(message.to, "to"), reason: reason,
            equity: Money(nanos: message.equity), sessionBaseline: Money(nanos: message.sessionBaseline),
            peak: Money(nanos: message.peak))
    }
}

extension RiskAlarm.Subject: WireNamed {
    var wire: WireRiskAlarm.Subject {
        switch self {
        case .suspectPrice: .suspectPrice
        case .killModeChanged: .killModeChanged
        case .flattenComplete: .flattenComplete
        case .externalOrder: .externalOrder
        case .refusedCommand: .refusedCommand
        case .fault: .fault
        }
    }
}

extension RiskAlarm: WireForm {
    var message: WireRiskAlarm {
        made {
            $0.subject = subject.wire
            if let instrument { $0.instrument = UInt32(instrument.rawValue) }
            $0.detail = detail
        }
    }

    init(_ message: WireRiskAlarm) throws(FieldError) {
        self.init(
            subject: try known(message.subject, "subject"),
            instrument: message.hasInstrument ? try Contracts.instrument(message.instrument) : nil,
            detail: message.detail)
    }
}
