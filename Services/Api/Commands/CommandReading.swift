import Contracts

/// A command as its body asks for it, ready to be appended.
struct Command: Sendable {
    /// Tells a repeat from a new command.
    let id: String
    let event: Event

    /// Reads a body. `operator` is whose key came with it.
    init(_ kind: Route.CommandKind, _ body: [UInt8], operator: String) throws(Problem) {
        var fields = try CommandFields(body)
        switch kind {
        case .risk: (id, event) = try Self.risk(&fields, `operator`)
        case .strategy: (id, event) = try Self.strategy(&fields, `operator`)
        case .order: (id, event) = try Self.order(&fields, `operator`)
        case .approval: (id, event) = try Self.approval(&fields)
        }
        try fields.finish()
    }

    private static func risk(_ fields: inout CommandFields, _ operator: String) throws(Problem) -> (String, Event) {
        let id = try fields.identifier("id")
        let reason = try fields.optionalText("reason") ?? ""
        let action: RiskCommand.Action
        switch try fields.choice("action", of: ["escalate", "requestReset", "setKillMode"], { $0 }) {
        case "escalate": action = .escalate(to: try fields.choice("tier", of: RiskTier.allCases, \.name))
        case "requestReset": action = .requestReset(to: try fields.choice("tier", of: RiskTier.allCases, \.name))
        default: action = .setKillMode(try fields.choice("killMode", of: KillMode.allCases, \.name))
        }
        return (id, .riskCommand(RiskCommand(id: id, operator: `operator`, reason: reason, action: action)))
    }

    private static func strategy(_ fields: inout CommandFields, _ operator: String) throws(Problem) -> (String, Event) {
        let id = try fields.identifier("id")
        let name = try fields.text("strategy")
        let isEnabled = try fields.flag("isEnabled")
        return (
            id, .strategyCommand(StrategyCommand(id: id, operator: `operator`, strategy: name, isEnabled: isEnabled))
        )
    }

    private static func order(_ fields: inout CommandFields, _ operator: String) throws(Problem) -> (String, Event) {
        let id = try fields.identifier("id")
        let action: OrderCommand.Action
        switch try fields.choice("action", of: ["cancel", "cancelAll"], { $0 }) {
        case "cancel": action = .cancel(OrderID(try fields.text("order")))
        default: action = .cancelAll
        }
        return (id, .orderCommand(OrderCommand(id: id, operator: `operator`, action: action)))
    }

    private static func approval(_ fields: inout CommandFields) throws(Problem) -> (String, Event) {
        let command = try fields.identifier("command")
        let approver = try fields.text("approver")
        let expires = try fields.text("expiresAt")
        guard let expiresAt = Timestamp(expires) else {
            throw .badRequest("invalidField", "expiresAt", "expiresAt is an instant such as 2025-06-30T19:30:00Z")
        }
        let nonce = try fields.identifier("nonce")
        let approval = Approval(
            command: command, approver: approver, expiresAt: expiresAt, nonce: nonce,
            signature: try fields.text("signature"))
        return (nonce, .approval(approval))
    }
}

extension BookModel {
    /// What stands in the log already for a repeat of `command`; `nil` for a new one. An approval's nonce is good for one approval.
    func firstResult(of command: Command) throws(Problem) -> LogOffset? {
        guard case .approval(let approval) = command.event else { return commands[command.id] }
        guard let (offset, first) = approvals[approval.nonce] else { return nil }
        guard first == approval else {
            throw .forbidden("nonceUsed", "nonce", "the nonce \(approval.nonce) was used for another approval")
        }
        return offset
    }

    /// Why a command can have no effect: it names something that the book does not have.
    func objection(to command: Command) -> Problem? {
        if case .strategyCommand(let command) = command.event,
            !strategySwitches.contains(where: { $0.name == command.strategy })
        {
            return .notFound("strategy", "the book runs no strategy \(command.strategy)")
        }
        if case .orderCommand(let command) = command.event, case .cancel(let order) = command.action,
            orders[order] == nil
        {
            return .notFound("order", "the book has no order \(order)")
        }
        if case .approval(let approval) = command.event, commands[approval.command] == nil {
            return .notFound("command", "no command \(approval.command) was given")
        }
        return nil
    }
}
