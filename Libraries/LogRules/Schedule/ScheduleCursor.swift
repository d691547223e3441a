public import Contracts

/// What the scheduler has said so far: the newest session of each job, and how many reconciliations were called for.
///
/// It is the source cursor of the log's producer, so it moves in the same step as the entries it accounts for. That is what makes a job
/// happen once for a session date, whatever crashes or clocks that jump.
public struct ScheduleCursor: Hashable, Sendable {
    public var opened: TradingDate?
    public var rebalanced: TradingDate?
    public var closed: TradingDate?
    public var cycle: UInt64 = 0

    public init(
        opened: TradingDate? = nil, rebalanced: TradingDate? = nil, closed: TradingDate? = nil, cycle: UInt64 = 0
    ) {
        self.opened = opened
        self.rebalanced = rebalanced
        self.closed = closed
        self.cycle = cycle
    }

    /// Takes note that a job was said.
    public mutating func record(_ event: Event) {
        switch event {
        case .sessionOpened(let job): opened = max(opened ?? job.session, job.session)
        case .rebalanceDue(let job): rebalanced = max(rebalanced ?? job.session, job.session)
        case .sessionClosed(let job): closed = max(closed ?? job.session, job.session)
        case .reconciliationDue(let job): cycle = max(cycle, job.cycle)
        case .configChange, .barFrame, .macroPoint, .corporateAction, .dataAlarm, .featureFrame, .signalFrame,
            .targetFrame, .verdictFrame, .tierChange, .riskAlarm, .orderEvent, .fill, .tradeCost, .accountState,
            .reconciliationReport, .positionAdjustment, .watchdogAction, .riskCommand, .strategyCommand, .orderCommand,
            .approval:
            break
        }
    }
}

extension ScheduleCursor: LosslessStringConvertible {
    /// `2025-06-30 2025-06-27 2025-06-27 4711`: opened, rebalanced, closed, cycle; `-` for never.
    public var description: String {
        let dates = [opened, rebalanced, closed].map { $0.map(\.description) ?? "-" }
        return dates.joined(separator: " ") + " \(cycle)"
    }

    public init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 4, let cycle = UInt64(words[3]) else { return nil }
        let dates = words.prefix(3).map { $0 == "-" ? nil : TradingDate($0) }
        guard zip(words, dates).allSatisfy({ $0 == "-" || $1 != nil }) else { return nil }
        self.init(opened: dates[0], rebalanced: dates[1], closed: dates[2], cycle: cycle)
    }
}
