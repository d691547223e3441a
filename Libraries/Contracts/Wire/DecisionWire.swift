extension FeatureFrame: WireForm {
    var message: WireFeatureFrame {
        made {
            $0.at = at.nanoseconds
            $0.columns = UInt32(clamping: columns)
            $0.values = values
        }
    }

    init(_ message: WireFeatureFrame) throws(FieldError) {
        let columns = Int(message.columns)
        if message.values.count > 0 {
            guard columns > 0 else { throw FieldError("columns", .outOfRange(0)) }
            let rows = message.values.count / columns
            try equal(message.values.count, rows * columns, "values")
        }
        self.init(at: Timestamp(nanoseconds: message.at), columns: columns, values: message.values)
    }
}

extension SignalFrame: WireForm {
    var message: WireSignalFrame {
        made {
            $0.at = at.nanoseconds
            $0.strategy = signals.map { UInt32($0.strategy) }
            $0.instrument = signals.map { UInt32($0.instrument.rawValue) }
            $0.weight = signals.map(\.weight)
            $0.confidence = signals.map(\.confidence)
        }
    }

    init(_ message: WireSignalFrame) throws(FieldError) {
        let count = message.strategy.count
        try equal(message.instrument.count, count, "signals.instrument")
        try equal(message.weight.count, count, "signals.weight")
        try equal(message.confidence.count, count, "signals.confidence")
        var signals: [Signal] = []
        signals.reserveCapacity(count)
        for place in 0..<count {
            signals.append(
                Signal(
                    strategy: try small(message.strategy[place], "signals.strategy"),
                    instrument: try instrument(message.instrument[place], "signals.instrument"),
                    weight: message.weight[place], confidence: message.confidence[place]))
        }
        self.init(at: Timestamp(nanoseconds: message.at), signals: signals)
    }
}

extension Target: WireForm {
    var message: WireTarget {
        made {
            $0.instrument = UInt32(instrument.rawValue)
            $0.quantity = quantity.nanos
            $0.price = price.nanos
            $0.contributions = contributions
        }
    }

    init(_ message: WireTarget) throws(FieldError) {
        self.init(
            instrument: try Contracts.instrument(message.instrument, "targets.instrument"),
            quantity: Quantity(nanos: message.quantity), price: Price(nanos: message.price),
            contributions: message.contributions)
    }
}

extension TargetFrame: WireForm {
    var message: WireTargetFrame {
        made {
            $0.at = at.nanoseconds
            $0.equity = equity.nanos
            $0.targets = targets.map(\.message)
        }
    }

    init(_ message: WireTargetFrame) throws(FieldError) {
        self.init(
            at: Timestamp(nanoseconds: message.at), equity: Money(nanos: message.equity),
            targets: try all(message.targets))
    }
}

extension VerdictFrame: WireForm {
    var message: WireVerdictFrame {
        made {
            $0.at = at.nanoseconds
            $0.tier = tier.wire
            $0.verdicts = verdicts.map(\.message)
        }
    }

    init(_ message: WireVerdictFrame) throws(FieldError) {
        self.init(
            at: Timestamp(nanoseconds: message.at), tier: try known(message.tier, "tier"),
            verdicts: try all(message.verdicts))
    }
}

extension Verdict: WireForm {
    var message: WireVerdict {
        made {
            $0.intent = intent.message
            switch outcome {
            case .approved: $0.approved = WireNothing()
            case .reduced(let quantity, let reason):
                $0.reduced = made {
                    $0.to = quantity.nanos
                    $0.because = reason.message
                }
            case .denied(let reason): $0.denied = reason.message
            }
        }
    }

    init(_ message: WireVerdict) throws(FieldError) {
        guard message.hasIntent else { throw FieldError("verdicts.intent", .missing) }
        let outcome: Outcome
        switch try present(message.outcome, "verdicts.outcome") {
        case .approved: outcome = .approved
        case .reduced(let reduction):
            outcome = .reduced(to: Quantity(nanos: reduction.to), because: try RiskReason(reduction.because))
        case .denied(let reason): outcome = .denied(because: try RiskReason(reason))
        }
        self.init(intent: try Intent(message.intent), outcome: outcome)
    }
}

extension Intent: WireForm {
    var message: WireIntent {
        made {
            $0.instrument = UInt32(instrument.rawValue)
            $0.side = side.wire
            $0.quantity = quantity.nanos
            $0.type = type.message
            $0.timeInForce = timeInForce.wire
            $0.index = UInt32(index)
        }
    }

    init(_ message: WireIntent) throws(FieldError) {
        self.init(
            instrument: try Contracts.instrument(message.instrument, "verdicts.intent.instrument"),
            side: try known(message.side, "verdicts.intent.side"), quantity: Quantity(nanos: message.quantity),
            type: try OrderType(message.type),
            timeInForce: try known(message.timeInForce, "verdicts.intent.timeInForce"),
            index: try small(message.index, "verdicts.intent.index"))
    }
}
