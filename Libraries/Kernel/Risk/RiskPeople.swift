internal import Contracts

// What people ask for: tiers, kill modes, resets, strategies.
extension RiskDesk {
    mutating func obey(_ command: RiskCommand, into outputs: inout [Event]) {
        guard commands.insert(command.id) else { return }
        switch command.action {
        case .escalate(let goal):
            var changes: [TierChange] = []
            ladder.escalate(to: goal, .command(by: command.operator), into: &changes)
            announce(changes, into: &outputs)
            tellIfFlat(into: &outputs)
        case .requestReset(let goal) where goal < ladder.tier:
            resets.open(command.id, by: command.operator, to: goal)
        case .requestReset(let goal):
            let told = "\(command.id): a reset to \(goal.name) from \(ladder.tier.name) is no way back"
            alarm(.refusedCommand, nil, told, into: &outputs)
        case .setKillMode(let mode): setKillMode(mode, command, into: &outputs)
        }
    }

    mutating func setKillMode(_ mode: KillMode, _ command: RiskCommand, into outputs: inout [Event]) {
        killModeSetBy = command.operator
        guard mode != killMode else { return }
        let told = "\(killMode.name) to \(mode.name) by \(command.operator): \(command.reason)"
        let wasHard = killMode == .hard
        killMode = mode
        alarm(.killModeChanged, nil, told, into: &outputs)
        if wasHard, ladder.tier == .flatten { closeAtOnce(0..<prices.count, into: &outputs) }
    }

    mutating func obey(_ command: StrategyCommand) {
        guard commands.insert(command.id) else { return }
        for place in 0..<configuration.strategies.count where configuration.strategies[place].name == command.strategy {
            isStrategyOn[place] = command.isEnabled
        }
    }

    mutating func take(_ approval: Approval, at instant: Timestamp, into outputs: inout [Event]) {
        switch resets.take(approval, at: instant) {
        case .noted: break
        case .refused(let why): alarm(.refusedCommand, nil, why, into: &outputs)
        case .granted(let goal, let first, let second):
            guard goal < ladder.tier else { return }
            var changes: [TierChange] = []
            ladder.reset(to: goal, first: first, second: second, into: &changes)
            resets.drop(notBelow: ladder.tier)
            for index in awaitsCancel.indices { awaitsCancel[index] = false }
            hasToldFlat = false
            for change in changes { outputs.append(.tierChange(change)) }
        }
    }
}
