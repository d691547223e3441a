/// The fault menu: everything that the simulation does to the platform.
public enum Fault: String, Hashable, Sendable, CaseIterable {
    // Processes.
    case crash = "process killed"
    case pause = "process stopped, resumed after its lease"
    case clockJump = "wall clock jumps"
    // The log.
    case commitLost = "connection cut before a commit"
    case commitReplyLost = "connection cut after a commit"
    case redisDown = "Redis away"
    case redisRestart = "Redis restarted, nothing lost"
    case redisRollback = "Redis restarted without its last second"
    case redisRestartInAppend = "Redis restarted under an append"
    case flushAll = "FLUSHALL"
    case archiveDown = "Postgres away"
    // The broker.
    case brokerDown = "broker away"
    case rateLimited = "request refused with 429"
    case requestLost = "request lost"
    case answerLost = "answer lost, garbled or 5xx"
    case requestLate = "request arrives after the sender gave up"
    case streamCut = "stream cut"
    case messageLost = "stream message lost"
    case messageDoubled = "stream message doubled"
    case messageDelayed = "stream message delayed"
    case messageReordered = "stream messages reordered"
    case messageUnreadable = "stream message unreadable"
    case executionLate = "execution told late, perhaps after the order's end"
    case rejectedLate = "order refused after it was taken"
    case historyLate = "execution missing in the history for a while"
    // The world.
    case externalOrder = "order from elsewhere"
    case sharesMoved = "shares moved without an order"
    case split = "split"
    case killMode = "kill mode set by a person"
    case killFile = "kill file"
    case cancelAll = "all orders called back by a person"
    case escalation = "tier raised by a person"
    case reset = "reset asked for"

    /// How rarely it strikes where it can: once in so many occasions.
    var rarity: Int {
        switch self {
        case .crash: 220
        case .pause: 900
        case .clockJump: 300
        case .commitLost, .commitReplyLost: 90
        case .redisDown, .redisRestart, .redisRollback: 700
        case .redisRestartInAppend: 3
        case .flushAll: 2_000
        case .archiveDown: 400
        case .brokerDown: 500
        case .rateLimited, .requestLost, .answerLost: 14
        case .requestLate: 20
        case .streamCut: 40
        case .messageLost, .messageDoubled, .messageDelayed, .messageReordered: 10
        case .messageUnreadable: 30
        case .historyLate: 8
        case .executionLate: 12
        case .rejectedLate: 60
        case .externalOrder: 250
        case .sharesMoved: 2_500
        case .split: 1
        case .killMode: 30
        case .killFile: 600
        case .cancelAll: 8
        case .escalation: 40
        case .reset: 20
        }
    }
}

/// The instants between two effects of a host, besides those that the conduct of a service names itself.
public enum HostPoint: String, Hashable, Sendable, CaseIterable {
    case beforeCommit, afterCommit, duringRecovery
    case beforeArchive, afterArchive, beforeRestore, beforePublish, beforeTrim
    case afterCancelAll, afterCloseAll
}
