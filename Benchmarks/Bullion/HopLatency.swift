import Contracts
import Dispatch
import EventLog
import Foundation
import Supervision
import Synchronization
import Workloads

/// From one service's append to the next one having folded it: what every step of a frame through the stack pays.
enum HopLatency {
    static func measure(_ effort: Effort) throws -> [Figure] {
        let redis = try PrivateRedis()
        let address = try redis.log(book: "hop")
        let hops = effort.isQuick ? 200 : 3_000
        let seconds = try hop(hops, on: address).sorted()
        return [
            Figure("log, hop", "append to folded, p50", seconds[seconds.count / 2] * 1e6, .microseconds),
            Figure("log, hop", "append to folded, p99", seconds[seconds.count * 99 / 100] * 1e6, .microseconds),
        ]
    }

    /// One thread appends, another waits on the bell of the kind and folds. The next append comes once the last is folded and its
    /// reader had time to wait again, as in a quiet market.
    private static func hop(_ count: Int, on address: LogAddress) throws -> [Double] {
        var options = LogOptions()
        options.checksGeneration = false
        let settings = options
        let folded = DispatchSemaphore(value: 0)
        let arrivals = Mutex<[ContinuousClock.Instant]>([])
        let outcome = Mutex<(any Error)?>(nil)
        let reader = Thread {
            do {
                var host = try StageHost(Listener.self, on: address, instance: "bench", options: settings)
                folded.signal()
                while host.stage.heard < count {
                    let before = host.stage.heard
                    _ = try host.foldNext(waitingAtMost: .milliseconds(250))
                    guard host.stage.heard > before else { continue }
                    arrivals.withLock { $0.append(.now) }
                    folded.signal()
                }
            } catch {
                outcome.withLock { $0 = error }
                folded.signal()
            }
        }
        reader.start()
        folded.wait()
        var producer = try Producer(.scheduler, on: address, instance: "bench", options: options)
        var departures: [ContinuousClock.Instant] = []
        for cycle in 0..<count {
            if let error = outcome.withLock({ $0 }) { throw error }
            usleep(300)
            departures.append(.now)
            try producer.commit([due(UInt64(cycle))])
            folded.wait()
        }
        if let error = outcome.withLock({ $0 }) { throw error }
        return zip(departures, arrivals.withLock { $0 }).map { $0.duration(to: $1) / .seconds(1) }
    }

    private static func due(_ cycle: UInt64) -> Draft {
        Draft(
            at: Timestamp(nanoseconds: Int64(cycle) * nanosPerUnit), by: .scheduler, cause: .start, trace: "hop",
            event: .reconciliationDue(ReconciliationDue(cycle: cycle)))
    }
}

/// Counts what it hears, and answers nothing.
private struct Listener: Stage {
    static let author = Author.features
    static let wakingKinds: [EventKind] = [.reconciliationDue]
    var heard = 0
    mutating func handle(_ entry: Entry, into outputs: inout [Event]) { heard += 1 }
}
