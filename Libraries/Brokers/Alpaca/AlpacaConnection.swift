package import Web

/// Requests to one Alpaca host, signed with one pair of keys.
package struct AlpacaConnection: ~Copyable {
    private var client: HTTPClient
    private let base: String
    private let headers: [HTTPHeader]

    /// - Parameter base: the root of the API without `/v2`, such as `https://paper-api.alpaca.markets`.
    package init(base: String, credentials: Credentials, options: HTTPClient.Options) {
        client = HTTPClient(options: options)
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        headers = [
            HTTPHeader("APCA-API-KEY-ID", credentials.keyID), HTTPHeader("APCA-API-SECRET-KEY", credentials.secret),
            HTTPHeader("User-Agent", "bullion"),
        ]
    }

    /// One exchange, whatever its status.
    package mutating func exchange(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil
    ) throws(HTTPError) -> HTTPResponse {
        let contentType = body == nil ? [] : [HTTPHeader("Content-Type", "application/json")]
        return try client.send(
            HTTPRequest(method, base + path, headers: headers + contentType, body: body.map(\.encoded)))
    }

    /// A question whose answer must be 200 and JSON.
    package mutating func read(_ path: String) throws(BrokerError) -> JSONValue {
        let response: HTTPResponse
        do { response = try exchange(.get, path) } catch { throw .transport(error) }
        return try response.alpacaAnswer(200)
    }
}

extension HTTPResponse {
    /// The body as JSON when the status is the expected one, else what the status means.
    package func alpacaAnswer(_ expected: Int) throws(BrokerError) -> JSONValue {
        guard status == expected else { throw alpacaError }
        do { return try JSONValue(parsing: body) } catch { throw .garbled("\(error)") }
    }

    /// What a status that is no success means.
    package var alpacaError: BrokerError {
        // A body that is not JSON has no code in it; gateways answer in HTML.
        let answer = try? JSONValue(parsing: body)
        let code = answer?["code"]?.integer
        switch status {
        case 401: return .unauthorized(status: status)
        case 403 where code == nil: return .unauthorized(status: status)
        case 429: return .rateLimited(retryAfter: retryAfter)
        case 400..<500:
            guard let code else { return .unavailable(status: status, excerpt: excerpt) }
            return .refused(status: status, code: code, message: answer?["message"]?.text ?? "")
        default: return .unavailable(status: status, excerpt: excerpt)
        }
    }

    /// `Retry-After` in seconds. The form with a date is not used by Alpaca.
    private var retryAfter: Duration? {
        guard let text = headers.value(of: "Retry-After"), let seconds = Int64(text), (0...86_400).contains(seconds)
        else { return nil }
        return .seconds(seconds)
    }
}
