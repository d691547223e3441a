import Foundation
import Supervision
import Workloads

/// From a bar in the log to the order accepted by the venue, through all processes: a short `bullion replay`, started as anyone would.
enum OrderLatency {
    /// What is read of the replay's `summary.json`.
    private struct Summary: Decodable {
        struct Latency: Decodable {
            struct Percentiles: Decodable {
                let p50: Double?
                let p99: Double?
            }
            let barToOrderMs: Percentiles
        }
        let latency: Latency
        let frames: Int
        let orders: Int
        let framesPerSecond: Double
    }

    /// - Parameter programs: the folder of all processes.
    static func measure(_ effort: Effort, programs: String) throws -> [Figure] {
        let summary = try replay(programs, lastSession: effort.isQuick ? "2019-09-30" : "2021-12-31")
        guard let p50 = summary.latency.barToOrderMs.p50, let p99 = summary.latency.barToOrderMs.p99 else {
            throw BenchError.unreadable(what: "the replay's latency", text: "no order was accepted")
        }
        var half = Figure("replay", "bar to accepted order, p50", p50, .milliseconds, goal: Goals.barToOrder)
        half.remark = "\(summary.orders) orders on \(summary.frames) frames"
        return [
            half, Figure("replay", "bar to accepted order, p99", p99, .milliseconds, goal: Goals.barToOrderAtWorst),
            Figure("replay", "frames through all processes", summary.framesPerSecond, .perSecond),
        ]
    }

    private static func replay(_ programs: String, lastSession: String) throws -> Summary {
        let folder = try TemporaryDirectory(named: "bench")
        let child = try ChildProcess(
            programs + "/bullion",
            [
                "replay", "--once", "--from", "2019-01-01", "--to", lastSession, "--run-directory", folder.file("run"),
                "--port", "\(try FreePort.find())",
            ], logPath: folder.file("output"))
        let status = child.wait()
        guard status.isSuccess else {
            throw BenchError.child(program: "bullion replay", status: status, log: child.logTail())
        }
        let path = folder.file("run/summary.json")
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BenchError.unreadable(what: "the replay's summary", text: path)
        }
        do {
            return try JSONDecoder().decode(Summary.self, from: data)
        } catch {
            throw BenchError.unreadable(what: "the replay's summary", text: "\(error)")
        }
    }
}
