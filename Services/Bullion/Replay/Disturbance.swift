import Contracts

/// Something that goes wrong on purpose.
enum Disturbance: Hashable {
    /// A process ends without a warning.
    case kill(String)
    /// A process stands still, as on a machine that swaps, and then goes on as if nothing had been.
    case freeze(String, milliseconds: UInt32)
    /// A second instance takes over from one that stands still, and the first one wakes up and finds itself fenced.
    case takeOver(String)
    /// Redis stops in an orderly way and starts again.
    case restartRedis
    /// Redis ends without a warning and starts again on what it had handed to the operating system.
    case crashRedis
    /// Redis ends as in a power cut: what it had answered in the last milliseconds never was.
    case rollBackRedis(milliseconds: UInt32)
    /// Redis stands still with its connections open: nobody hangs up and nobody answers.
    case freezeRedis(milliseconds: UInt32)
    /// The disk under the log is full for a while.
    case fillDisk(milliseconds: UInt32)
    /// Somebody empties Redis.
    case flushRedis
    /// Every connection to Redis is cut, in the middle of whatever it carries.
    case cutConnections
    /// Postgres ends as in a crash, stays away, and recovers.
    case crashPostgres(milliseconds: UInt32)
    /// The venue does something wrong.
    case venue(VenueFault)

    /// Whether entries of the log may be gone that somebody has read.
    var takesEntriesBack: Bool {
        switch self {
        case .rollBackRedis, .flushRedis: true
        default: false
        }
    }

    /// Whether nothing but a time limit tells that it happened: a lease that runs out, a stream that says nothing, a fill that never comes.
    var isNoticedBySilence: Bool {
        switch self {
        case .takeOver: true
        case .venue(let fault): fault.isNoticedBySilence
        default: false
        }
    }

    /// Its kind, for counting.
    var name: String {
        switch self {
        case .kill: "kill"
        case .freeze: "freeze"
        case .takeOver: "second instance"
        case .restartRedis: "Redis restart"
        case .crashRedis: "Redis crash"
        case .rollBackRedis: "Redis rollback"
        case .freezeRedis: "Redis silent"
        case .fillDisk: "disk full"
        case .flushRedis: "FLUSHALL"
        case .cutConnections: "connections cut"
        case .crashPostgres: "Postgres crash"
        case .venue(let fault): "venue \(fault.kind.rawValue)"
        }
    }
}

/// A fault of the venue as its admin endpoint takes it.
struct VenueFault: Hashable {
    enum Kind: String, CaseIterable {
        case dropReply = "drop-reply"
        case delayReply = "delay-reply"
        case failAfter = "fail-after"
        case garbage, silence
        case rateLimit = "rate-limit"
        case serverError = "server-error"
        case dropUpdate = "drop-update"
        case duplicateUpdate = "duplicate-update"
        case delayUpdate = "delay-update"
        case reorderUpdates = "reorder-updates"
        case partialFills = "partial-fills"
        case halfOpen = "half-open"
        case cutStreams = "cut-streams"
        case oneConnection = "one-connection"
    }

    let kind: Kind
    let times: Int
    let milliseconds: Int
    /// Only where an order is sent; otherwise whatever is asked next.
    let hitsOrders: Bool

    var isNoticedBySilence: Bool {
        switch kind {
        case .silence, .dropUpdate, .halfOpen: true
        default: false
        }
    }

    /// The request's body.
    var body: String {
        var members = [#""kind":"\#(kind.rawValue)""#]
        switch kind {
        case .dropReply, .delayReply, .failAfter, .garbage, .silence, .rateLimit, .serverError:
            members.append(#""times":\#(times)"#)
            if hitsOrders { members.append(#""method":"POST","path":"/v2/orders""#) }
        case .dropUpdate, .duplicateUpdate, .partialFills, .delayUpdate, .reorderUpdates:
            members.append(#""times":\#(times)"#)
        case .halfOpen, .cutStreams, .oneConnection: break
        }
        switch kind {
        case .delayReply, .silence, .rateLimit, .delayUpdate, .reorderUpdates:
            members.append(#""milliseconds":\#(milliseconds)"#)
        default: break
        }
        return "{\(members.joined(separator: ","))}"
    }
}
