public import Contracts

/// One thing to say, with the instant at which it came due.
public struct Job: Hashable, Sendable {
    public let at: Timestamp
    public let event: Event

    public init(at: Timestamp, event: Event) {
        self.at = at
        self.event = event
    }

    /// The entry's form. The trace names the instant, as a frame's does.
    public var draft: Draft { Draft(at: at, by: .scheduler, cause: .start, trace: at.compact, event: event) }
}
