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

    /// Those of which a second instance may run: all but the venue, which stands for somebody else's.
    static let twins = services.filter { $0 != "venue" }
    /// Those that need no lease to be at work, and what a second instance must have for itself.
    private static let ownPlaces = [
        "api": ("BULLION_API_PORT", "0"), "watchdog": ("BULLION_WATCHDOG_SOCKET", "watchdog-second.socket"),
    ]

    /// The usual instance of every service. One that starts again under the same name may take its lease back at once.
    private static let instance = "replay"
    private static let secondInstance = "second"

    let redis: PrivateRedis
    let postgres: PrivatePostgres
    private let supervisor = Supervisor()
    private var configuration = ""
    /// For each take-over, the milliseconds from the last sign of life of the first instance until the second was at work.
    private(set) var takeOvers: [Double] = []
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
        self.configuration = configuration
        for name in Self.services { try supervisor.start(specification(name, instance: Self.instance)) }
        for name in Self.services { try awaitReady(name, instance: Self.instance) }
    }

    private func specification(_ service: String, instance: String) -> ProcessSpecification {
        let programs = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        let name = Self.processName(service, instance: instance)
        var environment = ProcessInfo.processInfo.environment
        environment["BULLION_INSTANCE"] = instance
        if instance == Self.secondInstance, let (key, value) = Self.ownPlaces[service] { environment[key] = value }
        return ProcessSpecification(
            name: name, program: "\(programs)/bullion-\(service)", arguments: ["--config", configuration],
            environment: environment, logPath: "\(directory)/logs/\(name).log")
    }

    private static func processName(_ service: String, instance: String) -> String {
        instance == Self.instance ? service : "\(service)-\(instance)"
    }

    private func awaitReady(_ service: String, instance: String) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !FileManager.default.fileExists(atPath: statusFile(service, instance)) {
            try tend()
            guard ContinuousClock.now < deadline else {
                let name = Self.processName(service, instance: instance)
                throw CommandFailure.failed("\(name) did not become ready; see \(directory)/logs/\(name).log")
            }
            usleep(10_000)
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
        case .freezeRedis(let milliseconds):
            redis.pause()
            usleep(milliseconds * 1_000)
            redis.resume()
        case .fillDisk(let milliseconds):
            try redis.fillDisk()
            usleep(milliseconds * 1_000)
            try redis.freeDisk()
        case .takeOver(let service): try takeOver(service)
        case .venue: preconditionFailure("the venue is asked by whoever steps it")
        case .flushRedis: redis.forgetAll()
        case .cutConnections: redis.cutConnections()
        case .crashPostgres(let milliseconds):
            postgres.kill()
            usleep(milliseconds * 1_000)
            try postgres.start()
        }
    }

    /// A second instance stands by, the first one stands still until it has lost its lease, and wakes up beside its successor. Then the
    /// successor goes. Where there is no lease to wait for, the two are at work together for a moment.
    private func takeOver(_ service: String) throws {
        let second = Self.processName(service, instance: Self.secondInstance)
        try supervisor.start(specification(service, instance: Self.secondInstance))
        try awaiting { supervisor.pause(service) }
        let began = ContinuousClock.now
        try awaitReady(service, instance: Self.secondInstance)
        if Self.ownPlaces[service] == nil { takeOvers.append(began.duration(to: .now) / .milliseconds(1)) }
        supervisor.resume(service)
        supervisor.retire(second)
        // One that was killed leaves its file, and the next second instance would look ready before it is.
        unlink(statusFile(service, Self.secondInstance))
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

    /// What each service holds now.
    var census: [Supervisor.Holding] { supervisor.census }

    /// Ends everything this stack started, services first. Names those that did not end well.
    func stop() {
        for end in supervisor.stopAll() where !end.status.isSuccess {
            notify("bullion-\(end.name) ended with \(end.status)")
        }
        redis.stop()
        postgres.stop()
    }

    private func statusFile(_ name: String, _ instance: String) -> String {
        StatusFile(directory: directory, service: name, instance: instance).path
    }
}
