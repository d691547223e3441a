import Foundation
import Supervision

/// What the numbers were measured on.
struct Machine: Codable {
    let processor: String
    let cores: Int
    let memoryGibibytes: Double
    let kernel: String
    let compiler: String
    /// How busy the machine was before anything was measured: over the last minute.
    let loadAverage: Double
    let at: String

    static func now() -> Machine {
        Machine(
            processor: field("model name", in: "/proc/cpuinfo") ?? "unknown processor",
            cores: ProcessInfo.processInfo.activeProcessorCount,
            memoryGibibytes: (Double(ProcessInfo.processInfo.physicalMemory) / 0x1p30 * 10).rounded() / 10,
            kernel: read("/proc/sys/kernel/osrelease"), compiler: compilerVersion(),
            loadAverage: Double(read("/proc/loadavg").split(separator: " ").first ?? "") ?? .nan,
            at: Date.now.formatted(.iso8601))
    }

    var text: String {
        """
        \(processor), \(cores) cores, \(memoryGibibytes) GiB, Linux \(kernel), \(compiler)
        \(at), load average before: \(loadAverage)
        """
    }

    private static func read(_ path: String) -> String {
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func field(_ name: String, in path: String) -> String? {
        let line = read(path).split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// What the compiler on the path says of itself: the one that `make bench` builds with.
    private static func compilerVersion() -> String {
        do {
            let folder = try TemporaryDirectory(named: "bench")
            let child = try ChildProcess("swift", ["--version"], logPath: folder.file("version"))
            guard child.wait().isSuccess else { return "Swift of unknown version" }
            let words = child.logTail().split(separator: "\n").first { $0.contains("Swift version") } ?? ""
            return words.split(separator: "(").first.map { $0.trimmingCharacters(in: .whitespaces) } ?? "Swift"
        } catch {
            return "Swift of unknown version"
        }
    }
}
