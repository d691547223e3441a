extension Event {
    /// This fact as it stands in the log: the version of its form, and the bytes.
    public func encoded() -> (version: Int, body: [UInt8]) {
        let body =
            switch self {
            case .configChange(let fact): fact.bytes
            case .sessionOpened(let fact): fact.bytes
            case .sessionClosed(let fact): fact.bytes
            case .rebalanceDue(let fact): fact.bytes
            case .reconciliationDue(let fact): fact.bytes
            case .barFrame(let fact): fact.bytes
            case .macroPoint(let fact): fact.bytes
            case .corporateAction(let fact): fact.bytes
            case .dataAlarm(let fact): fact.bytes
            case .featureFrame(let fact): fact.bytes
            case .signalFrame(let fact): fact.bytes
            case .targetFrame(let fact): fact.bytes
            case .verdictFrame(let fact): fact.bytes
            case .tierChange(let fact): fact.bytes
            case .riskAlarm(let fact): fact.bytes
            case .orderEvent(let fact): fact.bytes
            case .fill(let fact): fact.bytes
            case .tradeCost(let fact): fact.bytes
            case .accountState(let fact): fact.bytes
            case .reconciliationReport(let fact): fact.bytes
            case .positionAdjustment(let fact): fact.bytes
            case .watchdogAction(let fact): fact.bytes
            case .riskCommand(let fact): fact.bytes
            case .strategyCommand(let fact): fact.bytes
            case .orderCommand(let fact): fact.bytes
            case .approval(let fact): fact.bytes
            }
        return (version: 1, body: body)
    }

    /// Reads a fact back. Bytes that don't make sense are an error that names the kind and the field, never a trap.
    public init(kind: EventKind, version: Int, body: [UInt8]) throws(WireError) {
        guard version == 1 else {
            throw WireError(kind: kind.rawValue, field: "v", problem: .outOfRange(Int64(version)))
        }
        do throws(FieldError) {
            try self.init(kind: kind, body: body)
        } catch {
            throw WireError(kind: kind.rawValue, field: error.field, problem: error.problem)
        }
    }

    private init(kind: EventKind, body: [UInt8]) throws(FieldError) {
        switch kind {
        case .configChange: self = .configChange(try ConfigChange(bytes: body))
        case .sessionOpened: self = .sessionOpened(try SessionOpened(bytes: body))
        case .sessionClosed: self = .sessionClosed(try SessionClosed(bytes: body))
        case .rebalanceDue: self = .rebalanceDue(try RebalanceDue(bytes: body))
        case .reconciliationDue: self = .reconciliationDue(try ReconciliationDue(bytes: body))
        case .barFrame: self = .barFrame(try BarFrame(bytes: body))
        case .macroPoint: self = .macroPoint(try MacroPoint(bytes: body))
        case .corporateAction: self = .corporateAction(try CorporateAction(bytes: body))
        case .dataAlarm: self = .dataAlarm(try DataAlarm(bytes: body))
        case .featureFrame: self = .featureFrame(try FeatureFrame(bytes: body))
        case .signalFrame: self = .signalFrame(try SignalFrame(bytes: body))
        case .targetFrame: self = .targetFrame(try TargetFrame(bytes: body))
        case .verdictFrame: self = .verdictFrame(try VerdictFrame(bytes: body))
        case .tierChange: self = .tierChange(try TierChange(bytes: body))
        case .riskAlarm: self = .riskAlarm(try RiskAlarm(bytes: body))
        case .orderEvent: self = .orderEvent(try OrderEvent(bytes: body))
        case .fill: self = .fill(try Fill(bytes: body))
        case .tradeCost: self = .tradeCost(try TradeCost(bytes: body))
        case .accountState: self = .accountState(try AccountState(bytes: body))
        case .reconciliationReport: self = .reconciliationReport(try ReconciliationReport(bytes: body))
        case .positionAdjustment: self = .positionAdjustment(try PositionAdjustment(bytes: body))
        case .watchdogAction: self = .watchdogAction(try WatchdogAction(bytes: body))
        case .riskCommand: self = .riskCommand(try RiskCommand(bytes: body))
        case .strategyCommand: self = .strategyCommand(try StrategyCommand(bytes: body))
        case .orderCommand: self = .orderCommand(try OrderCommand(bytes: body))
        case .approval: self = .approval(try Approval(bytes: body))
        }
    }
}
