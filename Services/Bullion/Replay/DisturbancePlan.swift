import Contracts

/// Something that goes wrong on purpose.
enum Disturbance: Hashable {
    /// A process ends without a warning.
    case kill(String)
    /// A process stands still, as on a machine that swaps, and then goes on as if nothing had been.
    case freeze(String, milliseconds: UInt32)
    /// Redis stops in an orderly way and starts again.
    case restartRedis
    /// Redis ends without a warning and starts again on what it had handed to the operating system.
    case crashRedis
    /// Redis ends as in a power cut: what it had answered in the last milliseconds never was.
    case rollBackRedis(milliseconds: UInt32)
    /// Somebody empties Redis.
    case flushRedis
    /// Every connection to Redis is cut, in the middle of whatever it carries.
    case cutConnections
    /// Postgres ends as in a crash, stays away, and recovers.
    case crashPostgres(milliseconds: UInt32)

    /// Whether entries of the log may be gone that somebody has read.
    var takesEntriesBack: Bool {
        switch self {
        case .rollBackRedis, .flushRedis: true
        case .kill, .freeze, .restartRedis, .crashRedis, .cutConnections, .crashPostgres: false
        }
    }

    /// Its kind, for counting.
    var name: String {
        switch self {
        case .kill: "kill"
        case .freeze: "freeze"
        case .restartRedis: "Redis restart"
        case .crashRedis: "Redis crash"
        case .rollBackRedis: "Redis rollback"
        case .flushRedis: "FLUSHALL"
        case .cutConnections: "connections cut"
        case .crashPostgres: "Postgres crash"
        }
    }
}

/// What goes wrong in a replay, and when: drawn from a seed, so that a run that went wrong can be run again.
struct DisturbancePlan {
    /// Where in a session it happens.
    enum Moment: CaseIterable {
        /// Before resting orders meet the session's bar.
        case beforeFills
        /// While the fills are on their way.
        case amongFills
        /// While the frame travels through the stages.
        case amongDecisions
    }

    struct Event {
        let moment: Moment
        let disturbance: Disturbance
        /// How long after the moment began.
        let delayMicroseconds: UInt32
    }

    /// By session.
    private let events: [Int: [Event]]

    /// Spreads `kills` ends of services and `chaos` disturbances of all kinds over the sessions. The last tenth is left alone, so that what
    /// was hit there is back before the end.
    init(kills: Int, chaos: Int, seed: UInt64, sessions: Int, services: [String]) {
        var draw = Draw(chance: SplitMix64(seed: seed), services: services)
        var events: [Int: [Event]] = [:]
        for number in 0..<(kills + chaos) {
            let session = Int(draw.number(below: UInt64(max(1, sessions * 9 / 10))))
            let moment = Moment.allCases[Int(draw.number(below: 3))]
            let disturbance = number < kills ? .kill(draw.service()) : draw.disturbance()
            let delay = UInt32(draw.number(below: 8_000))
            events[session, default: []].append(
                Event(moment: moment, disturbance: disturbance, delayMicroseconds: delay))
        }
        self.events = events
    }

    func events(in session: Int, at moment: Moment) -> [Event] {
        events[session]?.filter { $0.moment == moment } ?? []
    }

    /// How many there are of each kind.
    var census: [String: Int] {
        events.values.joined().reduce(into: [:]) { $0[$1.disturbance.name, default: 0] += 1 }
    }
}

/// Draws disturbances. No service is hit for the second time before each was hit once.
private struct Draw {
    var chance: SplitMix64
    let services: [String]
    private var order: [String] = []

    init(chance: SplitMix64, services: [String]) {
        self.chance = chance
        self.services = services
    }

    mutating func number(below limit: UInt64) -> UInt64 { chance.next() % limit }

    mutating func service() -> String {
        if order.isEmpty { order = services.shuffled(using: &chance) }
        return order.removeLast()
    }

    /// Thirteen of twenty-four are kills, and five are freezes; outages of what everything stands on are rarer.
    mutating func disturbance() -> Disturbance {
        switch number(below: 24) {
        case 0..<13: .kill(service())
        case 13..<18: .freeze(service(), milliseconds: UInt32(100 + number(below: 1_400)))
        case 18: .restartRedis
        case 19: .crashRedis
        case 20: .rollBackRedis(milliseconds: UInt32(100 + number(below: 900)))
        case 21: .flushRedis
        case 22: .cutConnections
        default: .crashPostgres(milliseconds: UInt32(100 + number(below: 1_400)))
        }
    }
}
