import Foundation
import Workloads

/// How much work is measured, and how often.
struct Effort {
    let w1Bars: Int
    let w2Days: Int
    let w3Bars: Int
    let isQuick: Bool

    static let full = Effort(w1Bars: 1_000_000, w2Days: 2_520, w3Bars: 100_000, isQuick: false)
    static let quick = Effort(w1Bars: 100_000, w2Days: 504, w3Bars: 10_000, isQuick: true)

    /// Does `work` once to warm caches, then `times` times by the clock; fewer when in haste.
    func timed<Made>(_ times: Int, _ work: () throws -> Made) rethrows -> (made: Made, times: RunTimes) {
        var made = try work()
        var wall: [Double] = []
        var processor: [Double] = []
        for _ in 0..<(isQuick ? min(times, 3) : times) {
            let start = ContinuousClock.now
            let computed = processorSeconds()
            made = try work()
            processor.append(processorSeconds() - computed)
            wall.append(start.duration(to: .now) / .seconds(1))
        }
        return (made, RunTimes(wall: wall, processor: processor))
    }
}

/// What all threads of this process have computed so far.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
