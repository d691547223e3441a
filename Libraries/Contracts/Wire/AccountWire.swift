extension AccountState: WireForm {
    var message: WireAccountState {
        made {
            $0.cash = cash.nanos
            $0.equity = equity.nanos
            $0.cashFlow = cashFlow.nanos
            $0.happenedAt = happenedAt.nanoseconds
            $0.charges = charges.nanos
        }
    }

    init(_ message: WireAccountState) {
        self.init(
            cash: Money(nanos: message.cash), equity: Money(nanos: message.equity),
            cashFlow: Money(nanos: message.cashFlow), charges: Money(nanos: message.charges),
            happenedAt: Timestamp(nanoseconds: message.happenedAt))
    }
}

extension Break.Class: WireNamed {
    var wire: WireBreak.Class {
        switch self {
        case .missingLocally: .missingLocally
        case .missingAtBroker: .missingAtBroker
        case .quantityMismatch: .quantityMismatch
        case .valueMismatch: .valueMismatch
        case .splitSuspected: .splitSuspected
        }
    }
}

extension Break: WireForm {
    var message: WireBreak {
        made {
            $0.class = self.class.wire
            $0.symbol = symbol.name
            $0.ours = ours.nanos
            $0.theirs = theirs.nanos
            $0.ourValue = ourValue.nanos
            $0.theirValue = theirValue.nanos
        }
    }

    init(_ message: WireBreak) throws(FieldError) {
        self.init(
            class: try known(message.class, "breaks.class"),
            symbol: try Contracts.symbol(message.symbol, "breaks.symbol"), ours: Quantity(nanos: message.ours),
            theirs: Quantity(nanos: message.theirs), ourValue: Money(nanos: message.ourValue),
            theirValue: Money(nanos: message.theirValue))
    }
}

extension ReconciliationReport: WireForm {
    var message: WireReconciliationReport {
        made {
            $0.cycle = cycle
            $0.ledgerOffset = ledgerOffset.rawValue
            $0.compared = Int64(compared)
            $0.breaks = breaks.map(\.message)
            $0.inconclusive = inconclusive.map(\.name)
        }
    }

    init(_ message: WireReconciliationReport) throws(FieldError) {
        var inconclusive: [Symbol] = []
        for name in message.inconclusive { inconclusive.append(try symbol(name, "inconclusive")) }
        self.init(
            cycle: message.cycle, ledgerOffset: LogOffset(message.ledgerOffset), compared: Int(message.compared),
            breaks: try all(message.breaks), inconclusive: inconclusive)
    }
}

extension PositionAdjustment: WireForm {
    var message: WirePositionAdjustment {
        made {
            $0.instrument = UInt32(instrument.rawValue)
            $0.from = from.nanos
            $0.to = to.nanos
            $0.reason = reason
        }
    }

    init(_ message: WirePositionAdjustment) throws(FieldError) {
        self.init(
            instrument: try Contracts.instrument(message.instrument), from: Quantity(nanos: message.from),
            to: Quantity(nanos: message.to), reason: message.reason)
    }
}

extension WatchdogAction.Action: WireNamed {
    var wire: WireWatchdogAction.Action {
        switch self {
        case .alarmed: .alarmed
        case .canceledAll: .canceledAll
        case .closedAll: .closedAll
        case .confirmedFlat: .confirmedFlat
        case .recovered: .recovered
        }
    }
}

extension WatchdogAction: WireForm {
    var message: WireWatchdogAction {
        made {
            $0.action = action.wire
            $0.detail = detail
            $0.happenedAt = happenedAt.nanoseconds
        }
    }

    init(_ message: WireWatchdogAction) throws(FieldError) {
        self.init(
            action: try known(message.action, "action"), detail: message.detail,
            happenedAt: Timestamp(nanoseconds: message.happenedAt))
    }
}
