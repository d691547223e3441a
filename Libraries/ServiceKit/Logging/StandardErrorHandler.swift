public import Logging

/// Writes log lines to standard error, each with one `write`, so that lines of threads and processes don't mix.
public struct StandardErrorHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level = .notice
    let format: LogFormat

    init(format: LogFormat) { self.format = format }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        if let error = event.error { all["error"] = "\(error)" }
        write(format.line(at: WallClock.now(), event.level, "\(event.message)", all), to: 2)
    }
}
