internal import Contracts
internal import Kernel

/// People at the api: they raise tiers, set kill modes, call orders back, ask for resets and approve them, and settle breaks.
final class OperatorProcess: ProducerProcess {
    private static let people = ["ana", "ben", "cem", "dor"]

    private var said = 0
    /// The reset that waits for approvals, who asked for it and who has approved it.
    private var reset: (id: String, by: String, approvers: [String])?

    override var author: Author { .api }
    /// People come by now and then, more often when they have begun something.
    override var hasWork: Bool { isRunning && plant.isFaulty && plant.below(reset == nil ? 60 : 8) == 0 }

    override func recover(_ cursor: String) {
        said = (Int(cursor) ?? 0) + unaccounted.count
        reset = nil
    }

    override func say() throws(Stop) {
        if said == 0 {
            return try tell(.configChange(ConfigChange(configuration: plant.configuration)))
        }
        if let adjustment = plant.checker.wantedAdjustment() { return try tell(.positionAdjustment(adjustment)) }
        if let reset { return try approve(reset) }
        let tier = plant.checker.tier
        if tier >= .noNew, plant.isFaulty ? plant.below(25) == 0 : false { return try ask(.normal) }
        if plant.strikes(.reset) { return try ask(.normal) }
        if plant.strikes(.killMode) { return try set([.none, .closeOnly, .haltAll, .hard][plant.below(4)]) }
        if plant.checker.killMode != .none, plant.below(12) == 0 || !plant.isFaulty { return try set(.none) }
        if plant.strikes(.escalation) {
            let goal = RiskTier.allCases[1 + plant.below(4)]
            return try tell(.riskCommand(command("up", .escalate(to: goal))))
        }
        if plant.strikes(.cancelAll) {
            return try tell(.orderCommand(OrderCommand(id: "back-\(said)", operator: person, action: .cancelAll)))
        }
        try seat.renewIfDue()
    }

    private var person: String { Self.people[plant.below(Self.people.count)] }

    private func command(_ name: String, _ action: RiskCommand.Action) -> RiskCommand {
        RiskCommand(id: "\(name)-\(said)", operator: person, reason: "simulated", action: action)
    }

    private func set(_ mode: KillMode) throws(Stop) {
        try tell(.riskCommand(command("kill", .setKillMode(mode))))
    }

    private func ask(_ goal: RiskTier) throws(Stop) {
        let command = command("reset", .requestReset(to: goal))
        try tell(.riskCommand(command))
        reset = (command.id, command.operator, [])
    }

    /// One approval a time; some people approve twice, some approve what they asked for, and some never come.
    private func approve(_ asked: (id: String, by: String, approvers: [String])) throws(Stop) {
        guard plant.below(4) == 0 else { return try seat.renewIfDue() }
        guard plant.below(6) != 0, asked.approvers.count < 4 else {
            reset = nil
            return
        }
        let approver = person
        let approval = Approval(
            command: asked.id, approver: approver,
            expiresAt: plant.market.now + (plant.below(8) == 0 ? -1 : 3_600), nonce: "n\(said)", signature: "")
        try tell(.approval(approval))
        reset?.approvers.append(approver)
    }

    private func tell(_ event: Event) throws(Stop) {
        let at = plant.market.now
        try commit(
            [Draft(at: at, by: .api, cause: .start, trace: at.compact, event: event)], cursor: String(said + 1))
        plant.note { "a person: \(event.kind.rawValue)" }
        said += 1
    }
}
