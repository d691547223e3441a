import Glibc

/// A process to keep running.
public struct ProcessSpecification: Sendable {
    public let name: String
    public let program: String
    public let arguments: [String]
    public let environment: [String: String]
    public let logPath: String

    public init(name: String, program: String, arguments: [String], environment: [String: String], logPath: String) {
        self.name = name
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.logPath = logPath
    }
}

/// What a supervisor did and why, for telling a person.
public enum SupervisionEvent: Sendable {
    case restarted(name: String, after: ExitStatus, count: Int)
    /// The process says that it is misconfigured, or it died too often to be worth another start.
    case gaveUp(name: String, after: ExitStatus, log: String)
}

/// Keeps a set of processes running: restarts what dies, after a pause that grows with each early death.
///
/// It has no thread of its own. Whoever owns it calls `tend()` often, and learns there what happened since.
public final class Supervisor {
    /// One process and its history.
    private struct Charge {
        let specification: ProcessSpecification
        var child: ChildProcess?
        var startedAt: ContinuousClock.Instant
        var earlyDeaths = 0
        var restarts = 0
        var restartAt: ContinuousClock.Instant?
        /// Whether we ended it ourselves, which says nothing about its health.
        var isKilled = false
        var lastStatus: ExitStatus?
    }

    /// Exit code of a process that must not be started again before someone mends its configuration.
    public static let misconfigured: Int32 = 78
    private static let earlyDeath = Duration.seconds(10)
    private static let patience = 8
    private var charges: [Charge] = []

    public init() {}

    /// Starts a process and keeps it running from now on.
    public func start(_ specification: ProcessSpecification) throws(SupervisionError) {
        let child = try Self.launch(specification)
        charges.append(Charge(specification: specification, child: child, startedAt: .now))
    }

    /// Reaps what died and starts again what is due. Cheap enough to be called in every wait.
    public func tend() -> [SupervisionEvent] {
        var events: [SupervisionEvent] = []
        for place in charges.indices {
            if let event = noticeDeath(at: place) { events.append(event) }
            if let event = restartIfDue(at: place) { events.append(event) }
        }
        return events
    }

    /// Ends a process without a warning, as a crash would; it is started again like after one. `false` if it does not run at this moment.
    public func kill(_ name: String) -> Bool {
        guard let place = running(name) else { return false }
        charges[place].isKilled = true
        charges[place].child?.kill()
        return true
    }

    /// Lets a process stand still until `resume`. `false` if it does not run at this moment.
    public func pause(_ name: String) -> Bool {
        guard let place = running(name) else { return false }
        charges[place].child?.signal(SIGSTOP)
        return true
    }

    /// Lets a paused process go on.
    public func resume(_ name: String) {
        if let place = running(name) { charges[place].child?.signal(SIGCONT) }
    }

    /// Ends a process in an orderly way and forgets it: it is not started again. `false` if nothing goes by that name.
    @discardableResult
    public func retire(_ name: String, grace: Duration = .seconds(10)) -> Bool {
        guard let place = charges.firstIndex(where: { $0.specification.name == name }) else { return false }
        charges[place].child?.stop(grace: grace)
        charges.remove(at: place)
        return true
    }

    private func running(_ name: String) -> Int? {
        charges.firstIndex { $0.specification.name == name && $0.child?.isRunning == true }
    }

    /// Whether every process runs.
    public var isComplete: Bool { charges.allSatisfy { $0.child?.isRunning ?? false } }

    private func noticeDeath(at place: Int) -> SupervisionEvent? {
        guard let child = charges[place].child, let status = child.reap() else { return nil }
        let lived = charges[place].startedAt.duration(to: .now)
        charges[place].child = nil
        charges[place].lastStatus = status
        let isEarly = lived < Self.earlyDeath && !charges[place].isKilled
        charges[place].earlyDeaths = isEarly ? charges[place].earlyDeaths + 1 : 0
        charges[place].isKilled = false
        if status == .exited(Self.misconfigured) || charges[place].earlyDeaths > Self.patience {
            return .gaveUp(name: charges[place].specification.name, after: status, log: child.logTail())
        }
        let pause = Duration.milliseconds(50 << min(charges[place].earlyDeaths, 6))
        charges[place].restartAt = .now.advanced(by: pause)
        return nil
    }

    private func restartIfDue(at place: Int) -> SupervisionEvent? {
        guard let due = charges[place].restartAt, due <= .now, let status = charges[place].lastStatus else {
            return nil
        }
        let specification = charges[place].specification
        do {
            charges[place].child = try Self.launch(specification)
        } catch {
            charges[place].restartAt = nil
            return .gaveUp(name: specification.name, after: status, log: "\(error)")
        }
        charges[place].restartAt = nil
        charges[place].startedAt = .now
        charges[place].restarts += 1
        return .restarted(name: specification.name, after: status, count: charges[place].restarts)
    }

    private static func launch(_ specification: ProcessSpecification) throws(SupervisionError) -> ChildProcess {
        try ChildProcess(
            specification.program, specification.arguments, environment: specification.environment,
            logPath: specification.logPath)
    }

    /// Ends all processes, the last started first, and answers how each ended.
    @discardableResult
    public func stopAll(grace: Duration = .seconds(10)) -> [(name: String, status: ExitStatus)] {
        for charge in charges.reversed() { charge.child?.terminate() }
        let ends = charges.reversed().compactMap { charge in
            charge.child.map { (name: charge.specification.name, status: $0.stop(grace: grace)) }
        }
        charges.removeAll()
        return ends
    }

    /// What a process holds now, and how often it was started again.
    public struct Holding: Sendable {
        public let name: String
        public let pid: Int32?
        /// Memory in RAM and open descriptors; 0 while it does not run.
        public let residentBytes: Int
        public let openDescriptors: Int
        public let restarts: Int
    }

    public var census: [Holding] {
        charges.map { charge in
            Holding(
                name: charge.specification.name, pid: charge.child?.pid,
                residentBytes: charge.child?.residentBytes ?? 0, openDescriptors: charge.child?.openDescriptors ?? 0,
                restarts: charge.restarts)
        }
    }
}
