import Brokers
import Contracts
import Logging
import ServiceKit
import Web

/// The stream of trade updates, connected again when it is lost.
struct UpdateStream: ~Copyable {
    private static let retryNanoseconds: Int64 = 1_000_000_000

    private let url: String
    private let credentials: Credentials
    private let log: Logger
    private var stream: TradeUpdateStream?
    private var nextTry: Int64 = 0
    private var isFailing = false

    init(url: String, credentials: Credentials, log: Logger) {
        self.url = url
        self.credentials = credentials
        self.log = log
    }

    /// What to wait on for messages; the shutdown's descriptor while there is no stream.
    var descriptor: Int32 {
        switch stream {
        case .some(let stream): stream.descriptor
        case .none: Shutdown.descriptor
        }
    }

    /// Connects if there is no stream and it is time. Answers whether one begins: what happened before it must be asked for.
    mutating func connectIfDue() -> Bool {
        guard stream == nil, WallClock.monotonicNanoseconds() >= nextTry else { return false }
        do throws(TradeStreamError) {
            stream = try TradeUpdateStream(
                connectingTo: url, credentials: credentials, options: .init(connectTimeout: .seconds(2)))
            log.notice("trade updates connected")
            isFailing = false
            return true
        } catch {
            if !isFailing { log.warning("no trade updates", metadata: ["error": "\(error)"]) }
            isFailing = true
            nextTry = WallClock.monotonicNanoseconds() + Self.retryNanoseconds
            return false
        }
    }

    /// The updates that have come, and whether some may be missing.
    mutating func takeAll() -> (updates: [TradeUpdate], isIncomplete: Bool) {
        var updates: [TradeUpdate] = []
        var isIncomplete = false
        for message in stream?.takeAll() ?? [] {
            switch message {
            case .update(let update): updates.append(update)
            case .unreadable(let reason):
                log.error("trade update not understood", metadata: ["error": "\(reason)"])
                isIncomplete = true
            case .closed(let reason):
                log.warning("trade updates lost", metadata: ["reason": "\(reason)"])
                stream = nil
            }
        }
        return (updates, isIncomplete)
    }
}
