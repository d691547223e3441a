import Contracts
import EventLog

/// What the watchdog has done and not yet told the log. It acts first, and tells once the log answers.
struct Diary {
    /// More than a flatten ever produces; beyond it the oldest lines go, since the newest say where the account stands.
    static let capacity = 256

    let log: LogAddress
    let instance: String
    private(set) var pending: [WatchdogAction] = []

    init(log: LogAddress, instance: String) {
        self.log = log
        self.instance = instance
    }

    mutating func note(_ action: WatchdogAction.Action, _ detail: String, at instant: Timestamp) {
        if pending.count == Self.capacity { pending.removeFirst() }
        pending.append(WatchdogAction(action: action, detail: detail, happenedAt: instant))
    }

    /// Appends everything that is pending, without waiting for a log that is away.
    mutating func tell() throws(LogError) {
        guard !pending.isEmpty else { return }
        var options = LogOptions()
        options.patience = .zero
        options.timeout = .seconds(2)
        let deadline = ContinuousClock.now + .seconds(1)
        var producer = try Producer(
            .watchdog, on: log, instance: instance, options: options, stopWaiting: { ContinuousClock.now > deadline })
        try producer.commit(
            pending.map {
                Draft(
                    at: $0.happenedAt, by: .watchdog, cause: .start, trace: $0.happenedAt.compact,
                    event: .watchdogAction($0))
            })
        pending = []
        try producer.stop()
    }
}
