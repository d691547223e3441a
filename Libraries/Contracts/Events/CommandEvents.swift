/// What an operator asks of risk.
public struct RiskCommand: Hashable, Sendable, Codable {
    public enum Action: Hashable, Sendable, Codable {
        /// Go to this tier now, if it is more severe.
        case escalate(to: RiskTier)
        /// Ask for a way back; takes effect with the approvals of two other people.
        case requestReset(to: RiskTier)
        case setKillMode(KillMode)
    }

    /// Unique; a repeat is ignored.
    public var id: String
    public var `operator`: String
    public var reason: String
    public var action: Action

    public init(id: String, operator: String, reason: String, action: Action) {
        self.id = id
        self.operator = `operator`
        self.reason = reason
        self.action = action
    }
}

/// One person's signed consent to one command.
public struct Approval: Hashable, Sendable, Codable {
    /// The `RiskCommand.id` it consents to.
    public var command: String
    public var approver: String
    public var expiresAt: Timestamp
    /// Single use.
    public var nonce: String
    /// Ed25519 over `command|approver|expiresAt|nonce`, checked before it is appended, in base 64.
    public var signature: String

    public init(command: String, approver: String, expiresAt: Timestamp, nonce: String, signature: String) {
        self.command = command
        self.approver = approver
        self.expiresAt = expiresAt
        self.nonce = nonce
        self.signature = signature
    }

    /// The bytes that are signed.
    public var signedText: String { "\(command)|\(approver)|\(expiresAt)|\(nonce)" }
}

/// Turns a strategy on or off. Off means no new entries; its positions are still managed.
public struct StrategyCommand: Hashable, Sendable, Codable {
    public var id: String
    public var `operator`: String
    public var strategy: String
    public var isEnabled: Bool

    public init(id: String, operator: String, strategy: String, isEnabled: Bool) {
        self.id = id
        self.operator = `operator`
        self.strategy = strategy
        self.isEnabled = isEnabled
    }
}

/// What an operator asks of the OMS.
public struct OrderCommand: Hashable, Sendable, Codable {
    public enum Action: Hashable, Sendable, Codable {
        case cancel(OrderID)
        case cancelAll
    }

    public var id: String
    public var `operator`: String
    public var action: Action

    public init(id: String, operator: String, action: Action) {
        self.id = id
        self.operator = `operator`
        self.action = action
    }
}

/// The configuration that holds from this entry on. The first entry of every book is one.
public struct ConfigChange: Hashable, Sendable, Codable {
    public var configuration: BookConfiguration
    public init(configuration: BookConfiguration) { self.configuration = configuration }
}
