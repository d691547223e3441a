/// One measured number, and what is expected of it.
public struct Figure: Sendable {
    public enum Unit: String, Sendable {
        case barsPerSecond = "bars/s"
        case perSecond = "/s"
        case nanosecondsPerValue = "ns/value"
        case milliseconds = "ms"
        case microseconds = "µs"
        case times = "×"
        case percent = "%"
        case allocationsPerBar = "allocations/bar"
        case megabytes = "MB"

        /// Whether more of it is better.
        public var growsBetter: Bool {
            switch self {
            case .barsPerSecond, .perSecond, .times, .percent: true
            case .nanosecondsPerValue, .milliseconds, .microseconds, .allocationsPerBar, .megabytes: false
            }
        }
    }

    /// What was traded on the way: a rate without an equal result is no rate of the same work.
    public struct Outcome: Hashable, Sendable {
        public let fills: Int
        /// Over all books, in billionths.
        public let finalEquity: Int64

        public init(fills: Int, finalEquity: Int64) {
            self.fills = fills
            self.finalEquity = finalEquity
        }
    }

    public let work: String
    /// How the work was done.
    public let way: String
    public let value: Double
    public let unit: Unit
    public let goal: Goal?
    /// How long one run took; `nil` where time is not what is measured.
    public var times: RunTimes?
    /// Bars or observations that a run went through; for rates.
    public var bars: Int?
    public var outcome: Outcome?
    public var remark = ""

    public init(_ work: String, _ way: String, _ value: Double, _ unit: Unit, goal: Goal? = nil) {
        self.work = work
        self.way = way
        self.value = value
        self.unit = unit
        self.goal = goal
    }
}

/// What a number should reach. A missed speed is told; what is guarded fails the command.
public struct Goal: Hashable, Sendable {
    public let must: Double
    public let aim: Double?
    public let isGuarded: Bool

    public init(must: Double, aim: Double? = nil, isGuarded: Bool = false) {
        self.must = must
        self.aim = aim
        self.isGuarded = isGuarded
    }
}

extension Figure {
    public enum Verdict: String, Sendable {
        case reachesAim = "ok, aim"
        case isEnough = "ok"
        case isShort = "below"
    }

    /// `nil` without a goal. A number that is not one reaches nothing.
    public var verdict: Verdict? {
        guard let goal else { return nil }
        let reaches: (Double) -> Bool = { unit.growsBetter ? value >= $0 : value <= $0 }
        if let aim = goal.aim, reaches(aim) { return .reachesAim }
        return reaches(goal.must) ? .isEnough : .isShort
    }

    /// Whether the command must fail because of it.
    public var isBroken: Bool { goal?.isGuarded == true && verdict == .isShort }
}
