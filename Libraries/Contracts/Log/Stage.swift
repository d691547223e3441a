/// One decision, made the same way live, in replay and in a backtest: a deterministic fold over the log.
///
/// A stage is a value. Encoding it is its snapshot; the host stores the offset it includes beside it.
public protocol Stage: Codable, Sendable {
    /// Whose decisions these are.
    static var author: Author { get }
    /// The kinds that concern this stage: they wake it, and `handle` sees entries of these kinds and of no other.
    static var wakingKinds: [EventKind] { get }

    init()

    /// Reads nothing but `self` and `entry`: no clock, no file, no chance, no I/O.
    mutating func handle(_ entry: Entry, into outputs: inout [Event])
}
