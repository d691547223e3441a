import Contracts

/// Which services a replay ends without a warning, and when: drawn from a seed, so that a run that went wrong can be run again.
///
/// No service is killed for the second time before each was killed once.
struct KillPlan {
    /// Where in a session the process dies.
    enum Moment: CaseIterable {
        /// Before resting orders meet the session's bar.
        case beforeFills
        /// While the fills are on their way.
        case amongFills
        /// While the frame travels through the stages.
        case amongDecisions
    }

    struct Kill {
        let session: Int
        let moment: Moment
        let service: String
        /// How long after the moment began.
        let delayMicroseconds: UInt32
    }

    /// By session.
    private let kills: [Int: [Kill]]

    /// Spreads `count` kills over the sessions. The last tenth is left alone, so that what was killed there is back before the end.
    init(count: Int, seed: UInt64, sessions: Int, services: [String]) {
        var chance = SplitMix64(seed: seed)
        var order: [String] = []
        var kills: [Int: [Kill]] = [:]
        for _ in 0..<count {
            if order.isEmpty { order = services.shuffled(using: &chance) }
            let session = Int(chance.next() % UInt64(max(1, sessions * 9 / 10)))
            let kill = Kill(
                session: session, moment: Moment.allCases[Int(chance.next() % 3)], service: order.removeLast(),
                delayMicroseconds: UInt32(chance.next() % 8_000))
            kills[session, default: []].append(kill)
        }
        self.kills = kills
    }

    func kills(in session: Int, at moment: Moment) -> [Kill] {
        kills[session]?.filter { $0.moment == moment } ?? []
    }
}
