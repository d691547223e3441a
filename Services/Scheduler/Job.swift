import Contracts

/// One thing to say, with the instant at which it came due.
struct Job: Equatable {
    let at: Timestamp
    let event: Event

    /// The entry's form. The trace names the instant, as a frame's does.
    var draft: Draft { Draft(at: at, by: .scheduler, cause: .start, trace: at.compact, event: event) }
}
