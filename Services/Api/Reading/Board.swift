import Contracts
import EventLog
import ServiceKit
import Synchronization

/// What the follower has read, shared with everyone who answers requests.
///
/// One lock guards it: the follower holds it for one batch of entries, an answer for the time it takes to write its text.
final class Board: Sendable {
    private struct State {
        var model = BookModel()
        var heartbeats: [Heartbeat] = []
        var heartbeatsReadAt: Int64 = 0
        /// Through which offset everything was read when the log was last heard of.
        var tip = LogOffset.start
        var hasCaughtUp = false
        /// When the log last answered, on the clock that does not jump; `nil` before the first answer.
        var contactedAt: Int64?
        var trouble = ""
        /// How often the log turned out to be another than the one that was read.
        var restarts = 0
    }

    private let state = Mutex(State())
    let startedAt: Timestamp
    /// The book as this process's configuration has it.
    let book: BookConfiguration
    /// Whether the prices are made up, which every page must say.
    let marketIsSimulated: Bool

    init(book: BookConfiguration, marketIsSimulated: Bool = false, startedAt: Timestamp = WallClock.now()) {
        self.book = book
        self.marketIsSimulated = marketIsSimulated
        self.startedAt = startedAt
    }

    func read<Shown: Sendable>(_ body: (BookModel) -> Shown) -> Shown { state.withLock { body($0.model) } }

    /// The newest entry that was folded.
    var offset: LogOffset { state.withLock { $0.model.offset } }

    /// How often reading had to begin anew, because Redis holds another log than before.
    var restarts: Int { state.withLock { $0.restarts } }

    /// How fresh the board is.
    var freshness: Freshness {
        let now = WallClock.monotonicNanoseconds()
        return state.withLock { state in
            Freshness(
                offset: state.model.offset, tip: max(state.tip, state.model.offset), hasCaughtUp: state.hasCaughtUp,
                age: state.contactedAt.map { .nanoseconds(now - $0) }, trouble: state.trouble)
        }
    }

    /// The services' signs of life, each as old as it is now.
    var heartbeats: [(beat: Heartbeat, age: Duration)] {
        let now = WallClock.monotonicNanoseconds()
        return state.withLock { state in
            state.heartbeats.map { (beat: $0, age: $0.age + .nanoseconds(now - state.heartbeatsReadAt)) }
        }
    }
}

// MARK: What the follower tells

extension Board {
    func fold(_ entries: [RawEntry], isAtTip: Bool) {
        let now = WallClock.monotonicNanoseconds()
        state.withLock { state in
            for entry in entries { state.model.fold(entry) }
            state.contactedAt = now
            state.trouble = ""
            if isAtTip { state.hasCaughtUp = true }
            state.tip = max(state.tip, state.model.offset)
        }
    }

    func note(tip: LogOffset, heartbeats: [Heartbeat]) {
        let now = WallClock.monotonicNanoseconds()
        state.withLock { state in
            state.tip = tip
            state.heartbeats = heartbeats
            state.heartbeatsReadAt = now
        }
    }

    /// The log is another than the one that was read: begin anew.
    func forget() {
        state.withLock { state in
            state.model = BookModel()
            state.tip = .start
            state.hasCaughtUp = false
            state.restarts += 1
        }
    }

    /// Answers whether that is news.
    func note(trouble: String) -> Bool {
        state.withLock { state in
            defer { state.trouble = trouble }
            return state.trouble != trouble
        }
    }
}

/// How fresh an answer is.
struct Freshness: Sendable {
    var offset: LogOffset
    var tip: LogOffset
    var hasCaughtUp: Bool
    /// Since the log last answered; `nil` if it never has.
    var age: Duration?
    var trouble: String

    /// After this long without an answer of the log, what is shown may be history.
    static let staleAfter = Duration.seconds(5)

    var status: String {
        guard let age, hasCaughtUp else { return trouble.isEmpty ? "starting" : "unavailable" }
        return age > Self.staleAfter ? "stale" : "ok"
    }

    var ageMilliseconds: Int64? { age.map { $0.milliseconds } }
}

extension Duration {
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
