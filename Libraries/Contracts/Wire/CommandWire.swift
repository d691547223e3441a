extension RiskCommand: WireForm {
    var message: WireRiskCommand {
        made {
            $0.id = id
            $0.operator = self.operator
            $0.reason = reason
            switch action {
            case .escalate(let tier): $0.escalate = tier.wire
            case .requestReset(let tier): $0.requestReset = tier.wire
            case .setKillMode(let mode): $0.setKillMode = mode.wire
            }
        }
    }

    init(_ message: WireRiskCommand) throws(FieldError) {
        let action: Action
        switch try present(message.action, "action") {
        case .escalate(let tier): action = .escalate(to: try known(tier, "action.escalate"))
        case .requestReset(let tier): action = .requestReset(to: try known(tier, "action.requestReset"))
        case .setKillMode(let mode): action = .setKillMode(try known(mode, "action.setKillMode"))
        }
        self.init(id: message.id, operator: message.operator, reason: message.reason, action: action)
    }
}

extension StrategyCommand: WireForm {
    var message: WireStrategyCommand {
        made {
            $0.id = id
            $0.operator = self.operator
            $0.strategy = strategy
            $0.isEnabled = isEnabled
        }
    }

    init(_ message: WireStrategyCommand) {
        self.init(
            id: message.id, operator: message.operator, strategy: message.strategy, isEnabled: message.isEnabled)
    }
}

extension OrderCommand: WireForm {
    var message: WireOrderCommand {
        made {
            $0.id = id
            $0.operator = self.operator
            switch action {
            case .cancel(let order): $0.cancel = order.text
            case .cancelAll: $0.cancelAll = WireNothing()
            }
        }
    }

    init(_ message: WireOrderCommand) throws(FieldError) {
        let action: Action
        switch try present(message.action, "action") {
        case .cancel(let order): action = .cancel(OrderID(order))
        case .cancelAll: action = .cancelAll
        }
        self.init(id: message.id, operator: message.operator, action: action)
    }
}

extension Approval: WireForm {
    var message: WireApproval {
        made {
            $0.command = command
            $0.approver = approver
            $0.expiresAt = expiresAt.nanoseconds
            $0.nonce = nonce
            $0.signature = signature
        }
    }

    init(_ message: WireApproval) {
        self.init(
            command: message.command, approver: message.approver, expiresAt: Timestamp(nanoseconds: message.expiresAt),
            nonce: message.nonce, signature: message.signature)
    }
}
