import Brokers
import Contracts
import EventLog
import Kernel
import Logging
import ServiceKit
import Web

/// The comparison as it runs: the log on one side, the broker on the other.
struct Comparison: ~Copyable {
    /// How often our side may move under a comparison before the cycle is reported as inconclusive.
    private static let attempts = 3
    /// Between the two readings of the broker: long enough for one in the middle of a booking to be over.
    private static let pause = Duration.milliseconds(20)

    private var host: StageHost<ReconciliationStage>
    private var reader: AlpacaReader
    private let service: ServiceContext
    private var isReached = true

    init(_ service: ServiceContext, _ configuration: ReconcilerConfiguration) throws(LogError) {
        self.service = service
        reader = AlpacaReader(
            base: configuration.brokerURL, credentials: configuration.credentials,
            options: .init(connectTimeout: .seconds(1), timeout: .seconds(2)))
        host = try StageHost(ReconciliationStage.self, on: configuration.log, instance: service.instance) {
            service.progress()
            return Shutdown.isRequested
        }
    }

    var cursor: LogOffset { host.cursor }

    /// Waits for the log, and compares when that is due.
    mutating func turn() throws(LogError) {
        _ = try host.foldNext(waitingAtMost: .milliseconds(250))
        guard host.stage.due != nil else { return }
        try host.foldToTip()
        guard let due = host.stage.due else { return }
        guard let facts = try compare(for: due) else {
            // The broker did not answer: wait a moment, then try again, or take up the next cycle.
            _ = try host.wait(atMost: .milliseconds(500), orReadable: Shutdown.descriptor)
            return
        }
        _ = try host.append(facts: facts)
        try host.foldToTip()
    }

    consuming func stop() throws(LogError) { try host.stop() }

    /// The facts of one cycle; `nil` if the broker could not be read.
    private mutating func compare(for due: ReconciliationStage.Due) throws(LogError) -> [Draft]? {
        for attempt in 1...Self.attempts {
            let revision = host.stage.revision
            let offset = host.cursor
            guard let first = readPositions() else { return nil }
            _ = try host.wait(atMost: Self.pause, orReadable: Shutdown.descriptor)
            guard let second = readPositions(), let account = readAccount(at: due.at) else { return nil }
            try host.foldToTip()
            let stoodStill = host.stage.revision == revision
            guard stoodStill || attempt == Self.attempts else { continue }
            return facts(due, offset, first, second, account, stoodStill: stoodStill)
        }
        return nil
    }

    private func facts(
        _ due: ReconciliationStage.Due, _ offset: LogOffset, _ first: [PositionReading], _ second: [PositionReading],
        _ account: AccountState, stoodStill: Bool
    ) -> [Draft] {
        let ours = host.stage.positions
        let rules = Reconciliation(
            valueToleranceBasisPoints: host.stage.configuration?.limits.suspectMoveBasisPoints ?? 10_000)
        // When our side moved three times in a row, nothing can be said about anything.
        let inFlight = stoodStill ? host.stage.inFlight : (ours + second + first).map(\.symbol)
        let report = rules.report(
            cycle: due.cycle, ledgerOffset: offset, ours: ours, first: first, second: second, inFlight: inFlight)
        tell(report)
        return [Event.reconciliationReport(report), .accountState(account)].map {
            Draft(at: due.at, by: .reconciler, cause: due.offset, trace: due.trace, event: $0)
        }
    }

    private func tell(_ report: ReconciliationReport) {
        for found in report.breaks {
            service.log.error(
                "positions differ",
                metadata: [
                    "class": "\(found.class.rawValue)", "instrument": "\(found.symbol)", "ours": "\(found.ours)",
                    "theirs": "\(found.theirs)", "cycle": "\(report.cycle)",
                ])
        }
        service.log.info(
            "positions compared", metadata: ["cycle": "\(report.cycle)", "compared": "\(report.compared)"])
    }
}

// MARK: The broker

extension Comparison {
    private mutating func readPositions() -> [PositionReading]? {
        guard let universe = host.stage.configuration?.universe, let ledger = host.stage.ledger else { return nil }
        do throws(BrokerError) {
            let positions = try reader.positions()
            isReached = true
            return positions.compactMap { position in
                guard let symbol = Symbol(position.symbol) else {
                    service.log.error(
                        "position in something that is no symbol", metadata: ["symbol": "\(position.symbol)"])
                    return nil
                }
                // Where the broker has no price, only the quantity can be compared.
                let ours = universe.index(of: symbol).map(ledger.exposure)
                return PositionReading(
                    symbol: symbol, quantity: position.quantity, value: position.marketValue ?? ours ?? .zero)
            }
        } catch {
            tell(error)
            return nil
        }
    }

    /// Deposits and withdrawals are not told apart from profit here, so none are claimed.
    private mutating func readAccount(at instant: Timestamp) -> AccountState? {
        do throws(BrokerError) {
            let account = try reader.account()
            return AccountState(cash: account.cash, equity: account.equity, cashFlow: .zero, happenedAt: instant)
        } catch {
            tell(error)
            return nil
        }
    }

    private mutating func tell(_ error: BrokerError) {
        if isReached { service.log.warning("broker does not answer", metadata: ["error": "\(error)"]) }
        isReached = false
    }
}
