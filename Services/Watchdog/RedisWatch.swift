import EventLog
import Foundation
import ServiceKit
import Synchronization

/// A thread that asks Redis for heartbeats and does nothing else, so that a Redis that hangs cannot hold up the watchdog.
final class RedisWatch: Sendable {
    /// What Redis last said.
    struct Observation: Sendable {
        /// When it answered.
        var answeredAt: Int64
        /// When each service was last heard of.
        var heard: [(service: String, at: Int64)]
    }

    private let newest = Mutex<Observation?>(nil)

    /// The newest answer, unless Redis has been silent for three seconds.
    func observation(at now: Int64) -> Observation? {
        newest.withLock { $0 }.flatMap { now - $0.answeredAt < 3_000_000_000 ? $0 : nil }
    }

    /// Starts the thread. It asks twice a second, and gives the watchdog's own sign of life.
    func start(_ services: [String], on log: LogAddress, instance: String) {
        Thread.detachNewThread { [self] in
            while true {
                do throws(RedisError) {
                    var heartbeats = try Heartbeats(on: log)
                    while true {
                        let read = try heartbeats.read(services)
                        let now = WallClock.monotonicNanoseconds()
                        let heard = read.map { (service: $0.service, at: now - $0.age.nanoseconds) }
                        newest.withLock { $0 = Observation(answeredAt: now, heard: heard) }
                        try heartbeats.beat(service: "watchdog", instance: instance)
                        usleep(500_000)
                    }
                } catch {
                    // The silence itself is the message: `observation` stops answering.
                    usleep(500_000)
                }
            }
        }
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
