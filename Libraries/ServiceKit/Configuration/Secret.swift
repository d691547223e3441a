/// A text that must reach a peer and nothing else: no log, no error, no `--check` shows it.
public struct Secret: Hashable, Sendable {
    /// The text itself. Every use of this name is a place to review.
    public let revealed: String
    public init(_ text: String) { revealed = text }

    /// What is shown instead.
    static let mask = "********"
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { Secret.mask }
    public var debugDescription: String { Secret.mask }
    /// `dump` and the default descriptions of enclosing types look through mirrors.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
