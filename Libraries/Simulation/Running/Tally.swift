/// What happened in one run, or in many: counts that add up.
public struct Tally: Hashable, Sendable {
    /// By place in `Fault.allCases`.
    public private(set) var faults = Array(repeating: 0, count: Fault.allCases.count)
    /// How often a process ended at each named instant.
    public private(set) var kills: [String: Int] = [:]
    public private(set) var transitions: [String: Int] = [:]
    /// Rare things worth knowing, by name.
    public private(set) var remarks: [String: Int] = [:]
    public var steps = 0
    public var entries = 0
    /// Entries folded by the stages.
    public var folded = 0
    /// Messages of the stream that arrived.
    public var delivered = 0
    /// Requests to the broker.
    public var requests = 0
    public var checks = 0
    public var orders = 0
    public var fills = 0

    public init() {}

    /// All that happened: entries appended and folded, messages, requests.
    public var events: Int { entries + folded + delivered + requests }

    mutating func count(_ fault: Fault) { faults[fault.place] += 1 }
    mutating func count(_ remark: String) { remarks[remark, default: 0] += 1 }
    mutating func countKill(_ point: String) { kills[point, default: 0] += 1 }
    mutating func countTransition(_ transition: String) { transitions[transition, default: 0] += 1 }

    public static func += (left: inout Tally, right: Tally) {
        for place in left.faults.indices { left.faults[place] += right.faults[place] }
        left.kills.merge(right.kills, uniquingKeysWith: +)
        left.transitions.merge(right.transitions, uniquingKeysWith: +)
        left.remarks.merge(right.remarks, uniquingKeysWith: +)
        left.steps += right.steps
        left.entries += right.entries
        left.folded += right.folded
        left.delivered += right.delivered
        left.requests += right.requests
        left.checks += right.checks
        left.orders += right.orders
        left.fills += right.fills
    }
}

extension Fault {
    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
    public var place: Int { Self.places[self] ?? 0 }
}
