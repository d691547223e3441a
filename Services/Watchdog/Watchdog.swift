import BrokerOrders
import Brokers
import Conduct
import Contracts
import Logging
import ServiceKit
import Web

/// The dead man's switch at work: it listens on both paths, and flattens when both have been silent for too long.
struct Watchdog: ~Copyable {
    /// The services without which nobody looks after the positions.
    static let watched = ["oms", "risk"]
    /// How often the broker is asked while flattening.
    private static let stepNanoseconds: Int64 = 500_000_000
    private static let tellNanoseconds: Int64 = 1_000_000_000

    private let service: ServiceContext
    private let lease: FlattenLease
    private let redis: RedisWatch
    private let socket: HeartbeatSocket
    private var account: AlpacaSender
    private var vigil: Vigil
    private var flattening: Flattening?
    private var diary: Diary
    private var steppedAt = Int64.min / 2
    private var toldAt = Int64.min / 2
    private var health: [Vigil.Health] = []
    private var lastComplaint = ""

    init(_ service: ServiceContext, _ configuration: WatchdogConfiguration) throws {
        self.service = service
        socket = try HeartbeatSocket(path: configuration.socket)
        account = AlpacaSender(
            base: configuration.brokerURL, credentials: configuration.credentials,
            options: .init(connectTimeout: .seconds(2), timeout: .seconds(5)))
        vigil = Vigil(services: Self.watched, staleAfterSeconds: configuration.staleAfterSeconds)
        diary = Diary(log: configuration.log, instance: service.instance)
        lease = FlattenLease(log: configuration.log, instance: "watchdog \(service.instance)")
        redis = RedisWatch()
        redis.start(Self.watched, on: configuration.log, instance: service.instance)
    }

    /// What to wait for between two turns.
    var descriptor: Int32 { socket.descriptor }

    mutating func turn() {
        let now = WallClock.monotonicNanoseconds()
        listen(at: now)
        switch vigil.decide(at: now) {
        case .wait: break
        case .flatten(let silent):
            let names = silent.joined(separator: ", ")
            service.log.critical("heartbeats lost on both paths, flattening", metadata: ["services": "\(names)"])
            diary.note(.alarmed, "no heartbeat of \(names) on either path", at: WallClock.now())
            flattening = Flattening()
        case .rearm:
            service.log.notice("all heartbeats are back")
            diary.note(.recovered, "oms and risk are heard of again", at: WallClock.now())
        }
        step(at: now)
        tell(at: now)
    }

    private mutating func listen(at now: Int64) {
        vigil.observe(.local, isPossible: true, at: now)
        for heartbeat in socket.receive() where heartbeat.book == service.book {
            vigil.heard(heartbeat.service, on: .local, at: now)
        }
        let observation = redis.observation(at: now)
        vigil.observe(.redis, isPossible: observation != nil, at: now)
        for (name, instant) in observation?.heard ?? [] { vigil.heard(name, on: .redis, at: instant) }
        let health = vigil.services.map { vigil.health(of: $0, at: now) }
        guard health != self.health else { return }
        self.health = health
        for (name, health) in zip(vigil.services, health) {
            service.log.notice("service heard of", metadata: ["watched": "\(name)", "health": "\(health)"])
        }
        service.note(zip(vigil.services, health).map { "\($0) \($1)" }.joined(separator: ", "))
    }

    private mutating func step(at now: Int64) {
        guard var flattening, now - steppedAt >= Self.stepNanoseconds else { return }
        steppedAt = now
        if case .held(let holder) = lease.take() {
            complain("another flatten is under way", "held by \(holder)")
            return
        }
        do throws(BrokerError) {
            if let deed = try flattening.advance(&account, at: now) { note(deed) }
            lastComplaint = ""
        } catch {
            complain("broker does not answer the flatten", "\(error)")
        }
        self.flattening = flattening.phase == .flat ? nil : flattening
        if flattening.phase == .flat { lease.release() }
    }

    private mutating func note(_ deed: Flattening.Deed) {
        let now = WallClock.now()
        switch deed {
        case .canceledAll(let orders): diary.note(.canceledAll, "\(orders) orders", at: now)
        case .closedAll(let positions, let refused):
            let detail =
                "\(positions) positions" + (refused.isEmpty ? "" : ", refused: \(refused.joined(separator: "; "))")
            diary.note(.closedAll, detail, at: now)
        case .confirmedFlat: diary.note(.confirmedFlat, "the broker shows no orders and no positions", at: now)
        }
        service.log.critical("flatten step done", metadata: ["step": "\(deed)"])
    }

    private mutating func tell(at now: Int64) {
        guard !diary.pending.isEmpty, now - toldAt >= Self.tellNanoseconds else { return }
        toldAt = now
        do {
            try diary.tell()
        } catch {
            service.log.info(
                "log does not answer yet", metadata: ["error": "\(error)", "pending": "\(diary.pending.count)"])
        }
    }

    /// Says a thing once until it changes.
    private mutating func complain(_ message: Logger.Message, _ detail: String) {
        guard detail != lastComplaint else { return }
        lastComplaint = detail
        service.log.error(message, metadata: ["detail": "\(detail)"])
    }
}
