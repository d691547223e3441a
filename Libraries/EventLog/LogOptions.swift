/// How a service uses the log.
public struct LogOptions: Sendable {
    /// How long a lease lasts without renewal, and so how long a standby waits after a crash: it shall be at work within five seconds.
    public var leaseDuration: Duration = .milliseconds(4_500)
    /// How long a sign of life lasts.
    public var heartbeatDuration: Duration = .seconds(30)
    /// How many entries are folded and committed together at most.
    public var batchSize = 64
    /// After how many entries without outputs the cursor moves all the same.
    public var cursorInterval = 256
    /// After how many entries a snapshot is due.
    public var snapshotInterval = 2_000
    /// How long one answer of Redis may take.
    public var timeout: Duration = .seconds(10)
    /// How long a service tries to get a lost connection back, and waits for the recorder to publish a generation,
    /// before it gives up.
    public var patience: Duration = .seconds(60)
    /// Whether to wait until the recorder has compared this run of Redis with the archive. Off only where nothing is
    /// archived.
    public var checksGeneration = true

    public init() {}
}
