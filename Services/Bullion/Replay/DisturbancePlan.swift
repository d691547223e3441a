import Contracts

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
    ///
    /// - Parameter only: the kinds that `chaos` is drawn from; all when empty.
    init(kills: Int, chaos: Int, only: Set<String> = [], seed: UInt64, sessions: Int) {
        var draw = Draw(chance: SplitMix64(seed: seed))
        var events: [Int: [Event]] = [:]
        for number in 0..<(kills + chaos) {
            let session = Int(draw.number(below: UInt64(max(1, sessions * 9 / 10))))
            let moment = Moment.allCases[Int(draw.number(below: 3))]
            let disturbance = number < kills ? draw.kill() : draw.disturbance(of: only)
            let delay = UInt32(draw.number(below: 8_000))
            events[session, default: []].append(
                Event(moment: moment, disturbance: disturbance, delayMicroseconds: delay))
        }
        self.events = events
    }

    /// The venue's streams end, and every connection to Redis, in turn, once in so many frames.
    init(reconnectingEvery frames: Int, of count: Int) {
        let streams = VenueFault(kind: .cutStreams, times: 1, milliseconds: 1, hitsOrders: false)
        var events: [Int: [Event]] = [:]
        for (number, frame) in stride(from: frames, to: count, by: frames).enumerated() {
            let disturbance = number.isMultiple(of: 2) ? Disturbance.venue(streams) : .cutConnections
            events[frame] = [Event(moment: .amongFills, disturbance: disturbance, delayMicroseconds: 0)]
        }
        self.events = events
    }

    func events(in session: Int, at moment: Moment) -> [Event] {
        events[session]?.filter { $0.moment == moment } ?? []
    }

    /// All that can go wrong, by name.
    static let kinds: [String] =
        [
            Disturbance.kill(""), .freeze("", milliseconds: 0), .takeOver(""), .restartRedis, .crashRedis,
            .rollBackRedis(milliseconds: 0), .flushRedis, .cutConnections, .freezeRedis(milliseconds: 0),
            .fillDisk(milliseconds: 0), .crashPostgres(milliseconds: 0),
        ].map(\.name)
        + VenueFault.Kind.allCases.map {
            Disturbance.venue(VenueFault(kind: $0, times: 1, milliseconds: 1, hitsOrders: false)).name
        }

    /// How many there are of each kind.
    var census: [String: Int] {
        events.values.joined().reduce(into: [:]) { $0[$1.disturbance.name, default: 0] += 1 }
    }
}

/// Draws disturbances. Nothing is hit for the second time before everything of its kind was hit once.
private struct Draw {
    var chance: SplitMix64
    private var services: [String] = []
    private var twins: [String] = []
    private var faults: [VenueFault.Kind] = []

    init(chance: SplitMix64) { self.chance = chance }

    mutating func number(below limit: UInt64) -> UInt64 { chance.next() % limit }

    mutating func kill() -> Disturbance { .kill(service()) }

    private mutating func service() -> String { Self.take(&services, from: LocalStack.services, &chance) }

    /// The next of these kinds; the others of the draw are passed over.
    mutating func disturbance(of kinds: Set<String>) -> Disturbance {
        while true {
            let drawn = disturbance()
            if kinds.isEmpty || kinds.contains(drawn.name) { return drawn }
        }
    }

    /// More than a third are kills; a sixth are faults of the venue, and as many are freezes; outages of what everything stands on are rarer.
    private mutating func disturbance() -> Disturbance {
        switch number(below: 34) {
        case 0..<13: .kill(service())
        case 13..<18: .freeze(service(), milliseconds: milliseconds(1_400))
        case 18..<24: .venue(fault())
        case 24, 25: .takeOver(Self.take(&twins, from: LocalStack.twins, &chance))
        case 26: .restartRedis
        case 27: .crashRedis
        case 28: .rollBackRedis(milliseconds: milliseconds(900))
        case 29: .flushRedis
        case 30: .cutConnections
        case 31: .freezeRedis(milliseconds: milliseconds(2_900))
        case 32: .fillDisk(milliseconds: milliseconds(1_900))
        default: .crashPostgres(milliseconds: milliseconds(1_400))
        }
    }

    /// From a tenth of a second to a little more than `range`.
    private mutating func milliseconds(_ range: UInt64) -> UInt32 { UInt32(100 + number(below: range)) }

    private mutating func fault() -> VenueFault {
        VenueFault(
            kind: Self.take(&faults, from: VenueFault.Kind.allCases, &chance), times: Int(1 + number(below: 3)),
            milliseconds: Int(milliseconds(1_400)), hitsOrders: number(below: 2) == 0)
    }

    private static func take<Element>(_ left: inout [Element], from all: [Element], _ chance: inout SplitMix64)
        -> Element
    {
        if left.isEmpty { left = all.shuffled(using: &chance) }
        return left.removeLast()
    }
}
