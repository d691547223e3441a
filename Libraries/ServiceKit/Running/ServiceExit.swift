/// What a process of ours says by ending.
public enum ServiceExit {
    /// Stopped because it was asked to.
    public static let stopped: Int32 = 0
    /// A check failed.
    public static let failed: Int32 = 1
    /// What was asked about does not exist.
    public static let notFound: Int32 = 4
    /// A peer does not answer.
    public static let unreachable: Int32 = 69
    /// Start me again: starting is recovering.
    public static let restart: Int32 = 75
    /// The configuration cannot be used; starting again would not help.
    public static let misconfigured: Int32 = 78
}
