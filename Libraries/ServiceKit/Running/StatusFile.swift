public import Contracts
import Foundation
import Glibc

/// What a running service last said about itself: a small JSON file under `runtime.directory`, which health checks and `bullion status`
/// read. It is there from the moment the service is ready until it stops.
public struct ServiceStatus: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable {
        case starting, ready, stopping
    }

    public var service: String
    public var instance: String
    public var book: String
    public var mode: String
    public var run: String
    public var pid: Int32
    public var state: State
    /// How far the service has folded and committed.
    public var offset: LogOffset
    /// What it is doing, in a few words; empty when it is simply at work.
    public var note: String
    public var updatedAt: Timestamp
    /// The same instant on the clock that does not jump.
    public var updatedMonotonicNanoseconds: Int64

    /// Seconds since the file was written, by the clock that does not jump.
    public var ageSeconds: Double {
        Double(WallClock.monotonicNanoseconds() - updatedMonotonicNanoseconds) / 1e9
    }

    /// Whether the service is at work: ready, and heard of in the last ten seconds.
    public var isHealthy: Bool { state == .ready && (0..<10).contains(ageSeconds) }
}

/// The place of the status file of one service.
public struct StatusFile: Hashable, Sendable {
    public let path: String

    /// - Parameter instance: Only for a second instance on one machine; the usual one has none in its file's name.
    public init(directory: String, service: String, instance: String? = nil) {
        path = "\(Self.folder(directory))/\(service)\(instance.map { ".\($0)" } ?? "").json"
    }

    init(path: String) { self.path = path }

    /// The status that was written last; throws when there is none.
    public func read() throws -> ServiceStatus {
        try JSONDecoder().decode(ServiceStatus.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Replaces the file in one step: a reader sees the old status or the new one.
    func write(_ status: ServiceStatus) throws {
        try JSONEncoder().encode(status).write(to: URL(fileURLWithPath: path + ".new"))
        guard rename(path + ".new", path) == 0 else {
            throw StatusFileError(path: path, code: errno)
        }
    }

    func remove() { unlink(path) }

    /// Where the status files of a runtime directory lie.
    static func folder(_ directory: String) -> String { directory + "/status" }

    /// The statuses of all services in a runtime directory, sorted by name; files that cannot be read are left out.
    public static func all(in directory: String) -> [ServiceStatus] {
        let folder = folder(directory)
        // A directory that is not there has no services; a file may vanish or change hands while we look.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().compactMap {
            try? StatusFile(path: "\(folder)/\($0)").read()
        }
    }
}

/// The status file could not be replaced.
struct StatusFileError: Error, CustomStringConvertible {
    let path: String
    let code: Int32
    var description: String { "\(path): cannot be replaced: \(String(cString: strerror(code)))" }
}
