extension RiskCommand: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("id", id)
            $0.put("operator", self.operator)
            $0.put("reason", reason)
            switch action {
            case .escalate(let tier):
                $0.put("action", "escalate")
                $0.put("tier", tier.name)
            case .requestReset(let tier):
                $0.put("action", "requestReset")
                $0.put("tier", tier.name)
            case .setKillMode(let mode):
                $0.put("action", "setKillMode")
                $0.put("killMode", mode.name)
            }
        }
    }
}

extension StrategyCommand: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("id", id)
            $0.put("operator", self.operator)
            $0.put("strategy", strategy)
            $0.put("isEnabled", isEnabled)
        }
    }
}

extension OrderCommand: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("id", id)
            $0.put("operator", self.operator)
            switch action {
            case .cancel(let order):
                $0.put("action", "cancel")
                $0.put("order", order)
            case .cancelAll: $0.put("action", "cancelAll")
            }
        }
    }
}

extension Approval: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("command", command)
            $0.put("approver", approver)
            $0.put("expiresAt", expiresAt)
            $0.put("nonce", nonce)
            $0.put("signature", signature)
        }
    }
}
