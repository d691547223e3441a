/// The instants between two effects at which a process may end: named, so that a test can end it there.
///
/// The services end themselves when a crash test asks for it; the simulation goes through all of them.
public enum KillPoint: String, Hashable, Sendable, CaseIterable {
    /// The intent is durable, and the order has not left.
    case beforeSend
    /// The order has left, and nothing is noted.
    case afterSend
    case beforeCancel
    case afterCancel
    case beforeLookUp
    case afterLookUp
    /// What the venue said is known, and not in the log.
    case beforeAppend
    case afterAppend
    /// The broker's positions have been read once.
    case betweenReadings
    /// Positions are compared, and the report is not in the log.
    case beforeReport
    case afterReport
}
