/// Every fact that can stand in the log. The list of kinds is closed: a new one is added here, to the wire form and to the golden bytes.
public enum Event: Hashable, Sendable {
    case configChange(ConfigChange)
    case sessionOpened(SessionOpened)
    case sessionClosed(SessionClosed)
    case rebalanceDue(RebalanceDue)
    case reconciliationDue(ReconciliationDue)
    case barFrame(BarFrame)
    case macroPoint(MacroPoint)
    case corporateAction(CorporateAction)
    case dataAlarm(DataAlarm)
    case featureFrame(FeatureFrame)
    case signalFrame(SignalFrame)
    case targetFrame(TargetFrame)
    case verdictFrame(VerdictFrame)
    case tierChange(TierChange)
    case riskAlarm(RiskAlarm)
    case orderEvent(OrderEvent)
    case fill(Fill)
    case tradeCost(TradeCost)
    case accountState(AccountState)
    case reconciliationReport(ReconciliationReport)
    case positionAdjustment(PositionAdjustment)
    case watchdogAction(WatchdogAction)
    case riskCommand(RiskCommand)
    case strategyCommand(StrategyCommand)
    case orderCommand(OrderCommand)
    case approval(Approval)

    public var kind: EventKind {
        switch self {
        case .configChange: .configChange
        case .sessionOpened: .sessionOpened
        case .sessionClosed: .sessionClosed
        case .rebalanceDue: .rebalanceDue
        case .reconciliationDue: .reconciliationDue
        case .barFrame: .barFrame
        case .macroPoint: .macroPoint
        case .corporateAction: .corporateAction
        case .dataAlarm: .dataAlarm
        case .featureFrame: .featureFrame
        case .signalFrame: .signalFrame
        case .targetFrame: .targetFrame
        case .verdictFrame: .verdictFrame
        case .tierChange: .tierChange
        case .riskAlarm: .riskAlarm
        case .orderEvent: .orderEvent
        case .fill: .fill
        case .tradeCost: .tradeCost
        case .accountState: .accountState
        case .reconciliationReport: .reconciliationReport
        case .positionAdjustment: .positionAdjustment
        case .watchdogAction: .watchdogAction
        case .riskCommand: .riskCommand
        case .strategyCommand: .strategyCommand
        case .orderCommand: .orderCommand
        case .approval: .approval
        }
    }
}

/// The name of an event's kind as it stands in the log's `kind` field and in the names of the bells.
public enum EventKind: String, Hashable, Sendable, Codable, CaseIterable {
    case configChange = "ConfigChange"
    case sessionOpened = "SessionOpened"
    case sessionClosed = "SessionClosed"
    case rebalanceDue = "RebalanceDue"
    case reconciliationDue = "ReconciliationDue"
    case barFrame = "BarFrame"
    case macroPoint = "MacroPoint"
    case corporateAction = "CorporateAction"
    case dataAlarm = "DataAlarm"
    case featureFrame = "FeatureFrame"
    case signalFrame = "SignalFrame"
    case targetFrame = "TargetFrame"
    case verdictFrame = "VerdictFrame"
    case tierChange = "TierChange"
    case riskAlarm = "RiskAlarm"
    case orderEvent = "OrderEvent"
    case fill = "Fill"
    case tradeCost = "TradeCost"
    case accountState = "AccountState"
    case reconciliationReport = "ReconciliationReport"
    case positionAdjustment = "PositionAdjustment"
    case watchdogAction = "WatchdogAction"
    case riskCommand = "RiskCommand"
    case strategyCommand = "StrategyCommand"
    case orderCommand = "OrderCommand"
    case approval = "Approval"
}
