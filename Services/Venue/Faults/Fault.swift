import Contracts

/// One thing that the venue does wrong on demand, as brokers do on bad days.
struct Fault: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The request is carried out and the connection ends without an answer.
        case dropReply = "drop-reply"
        /// The request is carried out and answered late.
        case delayReply = "delay-reply"
        /// The request is carried out and answered with a server's error.
        case failAfter = "fail-after"
        /// The request is carried out and answered with bytes that are no answer.
        case garbage
        /// The request is carried out and never answered: the connection stands open for a while and then ends.
        case silence
        /// The request is refused: too many of them.
        case rateLimit = "rate-limit"
        /// The request is refused with a server's error.
        case serverError = "server-error"
        case dropUpdate = "drop-update"
        case duplicateUpdate = "duplicate-update"
        case delayUpdate = "delay-update"
        /// An update is told after the one that follows it.
        case reorderUpdates = "reorder-updates"
        /// What a session fills in one piece is filled in two.
        case partialFills = "partial-fills"
        /// Every open stream stays open and says nothing any more.
        case halfOpen = "half-open"
        /// Every open stream ends without a good-bye.
        case cutStreams = "cut-streams"
        /// A second stream with the same key is turned away.
        case oneConnection = "one-connection"
    }

    /// How often it may be asked to happen.
    static let mostTimes = 1_000_000
    static let longest: Int64 = 60_000

    let kind: Kind
    /// How often it still happens.
    var times = 1
    /// How long a delay, a silence or a held update lasts, and how long a client is asked to wait.
    var milliseconds: Int64 = 250
    /// What a server's error is answered with.
    var status = 503
    /// The requests that it happens to; all when `nil`.
    var method: String?
    var path: String?

    /// Whether it happens the moment it is asked for, or stays until it is taken back, and so has no number of times.
    var isCounted: Bool { ![.halfOpen, .cutStreams, .oneConnection].contains(kind) }

    func fits(_ request: VenueRequest) -> Bool {
        (method ?? request.method) == request.method
            && (path.map { "/" + request.path.joined(separator: "/") == $0 } ?? true)
    }
}

extension Fault.Kind {
    /// The members that mean something to it, beside its own name.
    fileprivate var members: Set<String> {
        switch self {
        case .dropReply, .garbage: ["times", "method", "path"]
        case .delayReply, .silence, .rateLimit: ["times", "milliseconds", "method", "path"]
        case .failAfter, .serverError: ["times", "status", "method", "path"]
        case .dropUpdate, .duplicateUpdate, .partialFills: ["times"]
        case .delayUpdate, .reorderUpdates: ["times", "milliseconds"]
        case .halfOpen, .cutStreams, .oneConnection: []
        }
    }
}

// A fault as the body of a request: `{"kind":"drop-reply","times":2,"method":"POST","path":"/v2/orders"}`.
extension Fault {
    init(wire: WireValue) throws(APIError) {
        guard case .object(let members) = wire, let name = wire["kind"]?.text else {
            throw .invalid("kind is required: one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard let kind = Kind(rawValue: name) else {
            throw .invalid("kind \"\(name)\" is none of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.kind = kind
        for member in members where member.name != "kind" && !kind.members.contains(member.name) {
            let known = kind.members.sorted().joined(separator: ", ")
            throw .invalid(
                "\(member.name) says nothing about \(name), which takes \(known.isEmpty ? "nothing" : known)")
        }
        times = Int(try Self.number("times", of: wire, in: 1...Int64(Self.mostTimes)) ?? 1)
        milliseconds = try Self.number("milliseconds", of: wire, in: 1...Self.longest) ?? 250
        status = Int(try Self.number("status", of: wire, in: 500...599) ?? 503)
        method = try Self.text("method", of: wire)
        path = try Self.text("path", of: wire)
    }

    private static func number(_ name: String, of wire: WireValue, in range: ClosedRange<Int64>) throws(APIError)
        -> Int64?
    {
        guard let value = wire[name] else { return nil }
        guard let number = value.whole, range.contains(number) else {
            throw .invalid("\(name) must be a whole number within \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    private static func text(_ name: String, of wire: WireValue) throws(APIError) -> String? {
        guard let value = wire[name] else { return nil }
        guard let text = value.text, !text.isEmpty else { throw .invalid("\(name) must be a text") }
        return text
    }

    var wire: WireValue {
        var shown: [WireMember] = [.init(name: "kind", value: .text(kind.rawValue))]
        let values: [(String, WireValue?)] = [
            ("times", .integer(Int64(times))), ("milliseconds", .integer(milliseconds)),
            ("status", .integer(Int64(status))), ("method", method.map(WireValue.text)),
            ("path", path.map(WireValue.text)),
        ]
        for (name, value) in values where kind.members.contains(name) {
            if let value { shown.append(.init(name: name, value: value)) }
        }
        return .object(shown)
    }
}
