public import Contracts
public import Web

/// Why bars of the past could not be had.
public enum BarHistoryError: Error, Hashable, Sendable, CustomStringConvertible {
    case transport(HTTPError)
    case unauthorized(status: Int)
    case rateLimited(retryAfter: Duration?)
    case refused(status: Int, excerpt: String)
    case garbled(String)

    public var description: String {
        switch self {
        case .transport(let error): error.description
        case .unauthorized(let status): "the data source does not accept our credentials (\(status))"
        case .rateLimited(let wait): "the data source asks for fewer requests" + (wait.map { ", again in \($0)" } ?? "")
        case .refused(let status, let excerpt): "the data source answered \(status): \(excerpt)"
        case .garbled(let reason): "the data source's answer can't be read: \(reason)"
        }
    }
}

/// Alpaca's bars of the past over REST. Prices are raw: as they were traded, adjusted for nothing.
public struct AlpacaBarHistory: ~Copyable {
    private var client: HTTPClient
    private let base: String
    private let headers: [HTTPHeader]
    private let feed: String?

    /// - Parameters:
    ///   - base: the root of the API without `/v2`, such as `https://data.alpaca.markets`.
    ///   - feed: `iex` or `sip`; the account's default when `nil`.
    public init(
        base: String, credentials: Credentials, feed: String? = nil, options: HTTPClient.Options = HTTPClient.Options()
    ) {
        client = HTTPClient(options: options)
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.feed = feed
        headers = [
            HTTPHeader("APCA-API-KEY-ID", credentials.keyID), HTTPHeader("APCA-API-SECRET-KEY", credentials.secret),
            HTTPHeader("User-Agent", "bullion"),
        ]
    }

    /// The bars of a universe whose intervals begin from `start` to `end`, both included, by symbol and then by time.
    public mutating func bars(
        of universe: Universe, _ timeframe: BarTimeframe, from start: Timestamp, through end: Timestamp
    ) throws(BarHistoryError) -> BarBatch {
        let instruments = InstrumentTable(universe)
        let query = urlQuery([
            "symbols": universe.symbols.map(\.name).joined(separator: ","), "timeframe": timeframe.rawValue,
            "start": start.description, "end": end.description, "limit": "10000", "adjustment": "raw", "sort": "asc",
        ])
        var batch = BarBatch()
        var token: String?
        var seen: Set<String> = []
        repeat {
            let extra =
                (feed.map { "&feed=" + percentEncoded($0) } ?? "")
                + (token.map { "&page_token=" + percentEncoded($0) } ?? "")
            let page = try read("/v2/stocks/bars" + query + extra)
            guard let symbols = page["bars"]?.members else { throw .garbled("no object \"bars\"") }
            for member in symbols {
                guard let instrument = instruments[member.name], let bars = member.value.elements else {
                    throw .garbled("bars of \(member.name), which are not an array or were not asked for")
                }
                for bar in bars {
                    batch.add(alpaca: bar, of: instrument, source: "REST \(timeframe.rawValue) \(member.name)")
                }
            }
            token = page["next_page_token"]?.text
            if let token, !seen.insert(token).inserted { throw .garbled("the page token \(token) came twice") }
        } while token != nil
        return batch
    }

    private mutating func read(_ path: String) throws(BarHistoryError) -> JSONValue {
        let response: HTTPResponse
        do { response = try client.send(HTTPRequest(.get, base + path, headers: headers)) } catch {
            throw .transport(error)
        }
        switch response.status {
        case 200: break
        case 401, 403: throw .unauthorized(status: response.status)
        case 429:
            throw .rateLimited(
                retryAfter: response.headers.value(of: "Retry-After").flatMap { Int64($0) }.map(Duration.seconds))
        default: throw .refused(status: response.status, excerpt: response.excerpt)
        }
        do { return try JSONValue(parsing: response.body) } catch { throw .garbled("\(error)") }
    }
}
