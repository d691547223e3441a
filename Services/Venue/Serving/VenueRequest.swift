import Contracts

/// A request as the routes see it.
struct VenueRequest: Sendable {
    let method: String
    /// The path cut at its slashes, percent-decoded.
    let path: [String]
    private let query: [String: String]
    let body: [UInt8]

    init(method: String, path: [String], query: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
    }

    /// A query parameter; an empty one counts as absent.
    func parameter(_ name: String) -> String? {
        guard let text = query[name], !text.isEmpty else { return nil }
        return text
    }

    /// A flag, also as Python writes it (`True`).
    func flag(_ name: String) throws(APIError) -> Bool? {
        guard let text = parameter(name) else { return nil }
        switch text.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: throw .invalid("invalid \(name)")
        }
    }

    func list(_ name: String) -> [String] {
        parameter(name)?.split(separator: ",").map(String.init) ?? []
    }

    /// An instant, or a date: the start of that day in New York, or its end.
    func instant(_ name: String, endOfDay: Bool = false) throws(APIError) -> Timestamp? {
        guard let text = parameter(name) else { return nil }
        // A plus sign that was not encoded arrives as a space.
        let exact = String(text.map { $0 == " " ? "+" : $0 })
        if let instant = Timestamp(exact) { return instant }
        guard let date = TradingDate(text) else { throw .invalid("invalid \(name): \(text)") }
        return endOfDay ? Timestamp(nanoseconds: midnight(date + 1).nanoseconds - 1) : midnight(date)
    }

    func date(_ name: String) throws(APIError) -> TradingDate? {
        guard let text = parameter(name) else { return nil }
        guard let date = TradingDate(String(text.prefix(10))) else { throw .invalid("invalid \(name): \(text)") }
        return date
    }

    func count(_ name: String, in range: ClosedRange<Int>, otherwise: Int) throws(APIError) -> Int {
        guard let text = parameter(name) else { return otherwise }
        guard let count = Int(text), range.contains(count) else {
            throw .invalid("invalid \(name): \(text) is not within \(range.lowerBound) and \(range.upperBound)")
        }
        return count
    }

    func json() throws(APIError) -> WireValue {
        do {
            return try JSONReader.read(body)
        } catch {
            throw .malformedBody
        }
    }
}

/// An answer before it becomes HTTP.
struct VenueResponse: Hashable, Sendable {
    var status: Int
    /// JSON; empty when there is none.
    var body: [UInt8]
    var retryAfterSeconds: Int64?

    init(_ value: WireValue, status: Int = 200) {
        self.status = status
        body = value.json
    }

    init(_ error: APIError) { self.init(error.wire, status: error.status) }
    private init(emptyWith status: Int) {
        self.status = status
        body = []
    }

    /// Bytes that claim to be an answer.
    init(garbage: [UInt8]) {
        status = 200
        body = garbage
    }

    static let noContent = VenueResponse(emptyWith: 204)
}
