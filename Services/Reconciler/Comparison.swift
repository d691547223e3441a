import Brokers
import Conduct
import Contracts
import EventLog
import Kernel
import Logging
import ServiceKit
import Web

/// The comparison as it runs: the log on one side, the broker on the other. What it does is `ReconcilerConduct`.
struct Comparison: ReconcilerWorld, ~Copyable {
    /// Between the two readings of the broker.
    private static let pause = Duration.milliseconds(20)

    private var host: StageHost<ReconciliationStage>
    private var reader: AlpacaReader
    private let service: ServiceContext
    private var isReached: Bool

    init(_ service: ServiceContext, _ configuration: ReconcilerConfiguration) throws(LogError) {
        host = try StageHost(ReconciliationStage.self, on: configuration.log, instance: service.instance) {
            service.progress()
            return Shutdown.isRequested
        }
        self.service = service
        isReached = true
        reader = AlpacaReader(
            base: configuration.brokerURL, credentials: configuration.credentials,
            options: .init(connectTimeout: .seconds(1), timeout: .seconds(2)))
    }

    /// Waits for the log, and compares when that is due.
    mutating func turn() throws(LogError) {
        _ = try host.foldNext(waitingAtMost: .milliseconds(250))
        guard stage.due != nil else { return }
        try host.foldToTip()
        if try ReconcilerConduct.turn(&self) == .unanswered {
            _ = try host.wait(atMost: .milliseconds(500), orReadable: Shutdown.descriptor)
        }
    }

    consuming func stop() throws(LogError) { try host.stop() }

    var stage: ReconciliationStage { host.stage }
    var cursor: LogOffset { host.cursor }
    mutating func foldToTip() throws(LogError) { try host.foldToTip() }
    mutating func append(_ facts: [Draft]) throws(LogError) { _ = try host.append(facts: facts) }
    mutating func pause() throws(LogError) {
        _ = try host.wait(atMost: Self.pause, orReadable: Shutdown.descriptor)
    }
    mutating func pass(_ point: KillPoint) throws(LogError) {}

    mutating func tell(_ report: ReconciliationReport) {
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
    mutating func positions() -> [PositionReading]? {
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
    mutating func account(at instant: Timestamp) -> AccountState? {
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
