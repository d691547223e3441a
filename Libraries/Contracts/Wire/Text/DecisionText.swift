extension FeatureFrame: JSONWritable {
    /// One array per instrument; a feature that is not known is `null`.
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("at", at)
            $0.put("columns", columns)
            $0.put("rows", stride(from: 0, to: values.count, by: max(columns, 1))) { json, start in
                json.array(values[start..<min(start + max(columns, 1), values.count)]) { $1.write(into: &$0) }
            }
        }
    }
}

extension Signal: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("strategy", strategy)
            $0.put("instrument", instrument)
            $0.put("weight", weight)
            $0.put("confidence", confidence)
        }
    }
}

extension SignalFrame: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("at", at)
            $0.put("signals", signals)
        }
    }
}

extension Target: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("instrument", instrument)
            $0.put("quantity", quantity)
            $0.put("price", price)
            $0.put("contributions", contributions)
        }
    }
}

extension TargetFrame: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("at", at)
            $0.put("equity", equity)
            $0.put("targets", targets)
        }
    }
}

extension VerdictFrame: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("at", at)
            $0.put("tier", tier.name)
            $0.put("verdicts", verdicts)
        }
    }
}

extension Verdict: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("intent", intent)
            switch outcome {
            case .approved: $0.put("outcome", "approved")
            case .reduced(let quantity, let reason):
                $0.put("outcome", "reduced")
                $0.put("to", quantity)
                $0.put("because", reason)
            case .denied(let reason):
                $0.put("outcome", "denied")
                $0.put("because", reason)
            }
        }
    }
}

extension Intent: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("instrument", instrument)
            $0.put("side", side.rawValue)
            $0.put("quantity", quantity)
            type.writeMembers(into: &$0)
            $0.put("timeInForce", timeInForce.rawValue)
            $0.put("index", index)
        }
    }
}

extension RiskReason: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("reason", name)
            switch self {
            case .tier(let tier): $0.put("tier", tier.name)
            case .killMode(let mode): $0.put("killMode", mode.name)
            case .orderNotionalAboveLimit(let value, let limit), .positionNotionalAboveLimit(let value, let limit),
                .grossExposureAboveLimit(let value, let limit):
                $0.put("value", value)
                $0.put("limit", limit)
            case .belowMinimum(let quantity): $0.put("quantity", quantity)
            case .noPrice, .strategyDisabled, .ordersUnknown, .wouldCrossZero: break
            }
        }
    }

    /// The reason without its numbers, as APIs and archives write it.
    public var name: String {
        switch self {
        case .tier: "tier"
        case .killMode: "killMode"
        case .orderNotionalAboveLimit: "orderNotionalAboveLimit"
        case .positionNotionalAboveLimit: "positionNotionalAboveLimit"
        case .grossExposureAboveLimit: "grossExposureAboveLimit"
        case .noPrice: "noPrice"
        case .strategyDisabled: "strategyDisabled"
        case .ordersUnknown: "ordersUnknown"
        case .wouldCrossZero: "wouldCrossZero"
        case .belowMinimum: "belowMinimum"
        }
    }
}

extension TierChange: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("from", from.name)
            $0.put("to", to.name)
            switch reason {
            case .dailyLoss(let points):
                $0.put("reason", "dailyLoss")
                $0.put("basisPointsOfLimit", points)
            case .drawdown(let points):
                $0.put("reason", "drawdown")
                $0.put("basisPoints", points)
            case .command(let by):
                $0.put("reason", "command")
                $0.put("by", by)
            case .reset(let first, let second):
                $0.put("reason", "reset")
                $0.put("approvers", [first, second])
            case .fault(let text):
                $0.put("reason", "fault")
                $0.put("detail", text)
            }
            $0.put("equity", equity)
            $0.put("sessionBaseline", sessionBaseline)
            $0.put("peak", peak)
        }
    }
}

extension RiskAlarm: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("subject", subject.rawValue)
            $0.put("instrument", instrument)
            $0.put("detail", detail)
        }
    }
}
