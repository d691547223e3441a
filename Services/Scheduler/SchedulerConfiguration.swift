import Contracts
import EventLog
import Hosting
import ServiceKit
import Web

/// How the scheduler is run: read once at start, then never changed.
/// - `redis.address`, `redis.password` (the log) · `scheduler.clock` · `scheduler.reconciliation-seconds`
/// - with the venue's clock: `broker.url`, `broker.key-id`, `broker.secret-key`
struct SchedulerConfiguration: Sendable {
    enum Clock: Sendable {
        case wall
        case venue(url: String, credentials: Credentials)
    }

    enum ClockName: String {
        case wall, venue
    }

    let log: LogAddress
    let clock: Clock
    let reconciliationSeconds: Int

    init(reading configuration: Configuration) throws {
        log = try LogAddress(reading: configuration)
        reconciliationSeconds = try configuration.int("scheduler.reconciliation-seconds")
        switch try configuration.choice("scheduler.clock", as: ClockName.self) {
        case .wall: clock = .wall
        case .venue:
            if try configuration.choice("allocation.rebalance", as: AllocationConfiguration.Rebalance.self) == .whenDue
            {
                throw configuration.error("allocation.rebalance", "when-due needs scheduler.clock wall")
            }
            clock = .venue(
                url: try configuration.string("broker.url"),
                credentials: Credentials(
                    keyID: try configuration.string("broker.key-id"),
                    secret: try configuration.secret("broker.secret-key").revealed))
        }
    }
}
