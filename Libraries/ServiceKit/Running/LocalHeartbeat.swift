public import Contracts

/// The heartbeat that needs no Redis: a datagram to the watchdog's socket.
public struct LocalHeartbeat: Hashable, Sendable {
    public let service: String
    public let instance: String
    public let book: String
    public let offset: LogOffset

    public init(service: String, instance: String, book: String, offset: LogOffset) {
        self.service = service
        self.instance = instance
        self.book = book
        self.offset = offset
    }

    /// The datagram: `bullion-heartbeat 1 oms host-12 paper 4711`.
    public var datagram: String { "bullion-heartbeat 1 \(service) \(instance) \(book) \(offset)" }

    /// Reads a datagram; `nil` if it is anything else.
    public init?(datagram: String) {
        let words = datagram.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 6, words[0] == "bullion-heartbeat", words[1] == "1", !words[2].isEmpty,
            let offset = UInt64(words[5])
        else { return nil }
        self.init(
            service: String(words[2]), instance: String(words[3]), book: String(words[4]), offset: LogOffset(offset))
    }
}
