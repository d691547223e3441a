import Backtesting
import Contracts
import Foundation
import Supervision
import Workloads

/// The most memory that W1 held, in a process that does nothing else.
enum PeakMemory {
    static func measure(_ effort: Effort) throws -> [Figure] {
        let folder = try TemporaryDirectory(named: "bench")
        let log = folder.file("peak")
        let child = try ChildProcess("/proc/self/exe", ["--peak-of-w1", "\(effort.w1Bars)"], logPath: log)
        let status = child.wait()
        let text = child.logTail()
        guard status.isSuccess else {
            throw BenchError.child(program: "bullion-bench --peak-of-w1", status: status, log: text)
        }
        guard let kibibytes = Int(text) else { throw BenchError.unreadable(what: "the peak of W1", text: text) }
        var figure = Figure(
            "W1", "peak memory, bars included", Double(kibibytes) * 1_024 / 1e6, .megabytes, goal: Goals.peakMegabytes)
        figure.bars = effort.w1Bars
        return [figure]
    }

    /// The child's part: runs W1 and prints its own peak in kibibytes.
    static func runW1(bars: Int) {
        let work = Workload.w1(bars: bars)
        let (result, _) = Backtest<DirectHost>(configuration: work.books[0], rules: Workload.rules)
            .run(FrameSlice(work.market.frames))
        precondition(result.curve.count == bars, "every bar was run")
        let status = FileManager.default.contents(atPath: "/proc/self/status") ?? Data()
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        print(line.map { $0.filter(\.isNumber) } ?? "no VmHWM in /proc/self/status")
    }
}
