import Contracts

/// Something in the log that a person should see.
struct Alert: Sendable {
    enum Severity: String, Sendable {
        /// Worth knowing.
        case notice
        /// Look today.
        case warning
        /// Look now.
        case error
    }

    let severity: Severity
    let kind: String
    let at: Timestamp
    let instrument: InstrumentIndex?
    let text: String

    /// `nil` for what is everyday.
    init?(_ entry: Entry) {
        guard let (severity, instrument, text) = Self.reading(entry.event) else { return nil }
        self.init(severity: severity, kind: entry.event.kind.rawValue, at: entry.at, instrument: instrument, text: text)
    }

    init(severity: Severity, kind: String, at: Timestamp, instrument: InstrumentIndex?, text: String) {
        self.severity = severity
        self.kind = kind
        self.at = at
        self.instrument = instrument
        self.text = text
    }

    private static func reading(_ event: Event) -> (Severity, InstrumentIndex?, String)? {
        switch event {
        case .riskAlarm(let alarm): (.warning, alarm.instrument, "\(alarm.subject.rawValue): \(alarm.detail)")
        case .dataAlarm(let alarm): (.warning, nil, "\(alarm.reason.rawValue): \(alarm.source): \(alarm.detail)")
        case .tierChange(let change):
            (change.to >= .noNew ? .error : .warning, nil, "\(change.from.name) to \(change.to.name)")
        case .watchdogAction(let action): (.error, nil, "\(action.action.rawValue): \(action.detail)")
        case .reconciliationReport(let report) where !report.breaks.isEmpty:
            (.error, nil, report.breaks.map { "\($0.class.rawValue) \($0.symbol)" }.joined(separator: ", "))
        case .positionAdjustment(let adjustment):
            (.error, adjustment.instrument, "\(adjustment.from) to \(adjustment.to): \(adjustment.reason)")
        case .orderEvent(let event): reading(event)
        case .configChange, .sessionOpened, .sessionClosed, .rebalanceDue, .reconciliationDue, .barFrame, .macroPoint,
            .corporateAction, .featureFrame, .signalFrame, .targetFrame, .verdictFrame, .fill, .tradeCost,
            .accountState,
            .reconciliationReport, .riskCommand, .strategyCommand, .orderCommand, .approval:
            nil
        }
    }

    private static func reading(_ event: OrderEvent) -> (Severity, InstrumentIndex?, String)? {
        switch event.change {
        case .rejected(let code, let reason):
            (.warning, event.instrument, "\(event.order) rejected (\(code)): \(reason)")
        case .unknown(let reason): (.error, event.instrument, "\(event.order) unknown: \(reason)")
        case .external: (.error, event.instrument, "\(event.order) is at the venue and not ours")
        case .withdrawn(let reason): (.notice, event.instrument, "\(event.order) withdrawn: \(reason)")
        case .submitting, .accepted, .cancelRequested, .canceled, .expired: nil
        }
    }
}
