/// One decision, made the same way live, in replay and in a backtest: a deterministic fold over the log.
///
/// A stage is a value. Encoding it is its snapshot; the host stores the offset it includes beside it.
public protocol Stage: Codable, Sendable {
    /// Whose decisions these are.
    static var author: Author { get }
    /// The kinds that wake this stage. It is handed every entry all the same, and ignores the rest.
    static var wakingKinds: [EventKind] { get }

    init()

    /// Reads nothing but `self` and `entry`: no clock, no file, no chance, no I/O.
    mutating func handle(_ entry: Entry, into outputs: inout [Event])
}
