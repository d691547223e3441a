import Foundation
import ServiceKit
import Supervision

/// A private Redis, a private Postgres and all services on loopback: what `make run` shows.
final class LocalStack {
    /// In the order in which they start. Each waits for what it needs, so the order only saves time.
    static let services = [
        "venue", "recorder", "api", "features", "strategy", "allocator", "risk", "oms", "ingest", "reconciler",
        "scheduler",
        "watchdog",
    ]

    /// Every service runs here once at a time, so one that starts again under the same name may take its lease back at once.
    private static let instance = "replay"

    let redis: PrivateRedis
    let postgres: PrivatePostgres
    private let supervisor = Supervisor()
    private let directory: String
    private let notify: (String) -> Void

    init(directory: String, notify: @escaping (String) -> Void) throws {
        self.directory = directory
        self.notify = notify
        redis = try PrivateRedis(in: directory + "/redis")
        postgres = try PrivatePostgres(in: Self.homeForPostgres(directory))
    }

    /// Postgres runs as a user of its own when we are root, and a folder that this user cannot enter is no home for it.
    private static func homeForPostgres(_ directory: String) -> String? {
        var folder = URL(fileURLWithPath: directory)
        while folder.path != "/" {
            var status = stat()
            guard stat(folder.path, &status) == 0 else { return nil }
            if geteuid() == 0, status.st_mode & S_IXOTH == 0 { return nil }
            folder.deleteLastPathComponent()
        }
        return directory + "/postgres"
    }

    /// Starts all services on one configuration file and waits until each says that it is ready.
    func startServices(configuration: String) throws {
        let programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        let environment = ProcessInfo.processInfo.environment.merging(["BULLION_INSTANCE": Self.instance]) { $1 }
        for name in Self.services {
            try supervisor.start(
                ProcessSpecification(
                    name: name, program: "\(programs)/bullion-\(name)", arguments: ["--config", configuration],
                    environment: environment, logPath: "\(directory)/logs/\(name).log"))
        }
        let deadline = ContinuousClock.now + .seconds(60)
        for name in Self.services {
            while !FileManager.default.fileExists(atPath: statusFile(name)) {
                try tend()
                guard ContinuousClock.now < deadline else {
                    throw CommandFailure.failed("\(name) did not become ready; see \(directory)/logs/\(name).log")
                }
                usleep(10_000)
            }
        }
    }

    /// Looks after the services; throws when one is beyond help.
    func tend() throws {
        for event in supervisor.tend() {
            switch event {
            case .restarted(let name, let status, let count):
                notify("bullion-\(name) ended (\(status)); started again, restart \(count)")
            case .gaveUp(let name, let status, let log):
                throw CommandFailure.failed("bullion-\(name) ended (\(status)) and is not started again:\n\(log)")
            }
        }
    }

    /// Lets something go wrong.
    func suffer(_ disturbance: Disturbance) throws {
        switch disturbance {
        case .kill(let service):
            try awaiting { supervisor.kill(service) }
        case .freeze(let service, let milliseconds):
            try awaiting { supervisor.pause(service) }
            usleep(milliseconds * 1_000)
            supervisor.resume(service)
        case .restartRedis:
            redis.stop()
            try redis.start()
        case .crashRedis:
            redis.kill()
            try redis.start()
        case .rollBackRedis(let milliseconds): try redis.rollBack(by: .milliseconds(milliseconds))
        case .flushRedis: redis.forgetAll()
        case .cutConnections: redis.cutConnections()
        case .crashPostgres(let milliseconds):
            postgres.kill()
            usleep(milliseconds * 1_000)
            try postgres.start()
        }
    }

    /// Tries until it can be done: a service that is down comes back first.
    private func awaiting(_ attempt: () -> Bool) throws {
        while !attempt() {
            try tend()
            usleep(1_000)
        }
    }

    /// Waits until every service runs.
    func settle() throws {
        while !supervisor.isComplete {
            try tend()
            usleep(1_000)
        }
    }

    var census: [String: ReplaySummary.ServicePart] {
        var parts: [String: ReplaySummary.ServicePart] = [:]
        for row in supervisor.census {
            parts[row.name] = .init(residentMiB: Double(row.residentBytes) / 1_048_576, restarts: row.restarts)
        }
        return parts
    }

    /// Ends everything this stack started, services first. Names those that did not end well.
    func stop() {
        for end in supervisor.stopAll() where !end.status.isSuccess {
            notify("bullion-\(end.name) ended with \(end.status)")
        }
        redis.stop()
        postgres.stop()
    }

    private func statusFile(_ name: String) -> String {
        StatusFile(directory: directory, service: name, instance: Self.instance).path
    }
}
