import Contracts
import HTTPTypes
import Hummingbird
import NIOCore

/// Turns HTTP into the venue's requests and its answers into HTTP.
struct VenueResponder: HTTPResponder {
    typealias Context = BasicRequestContext
    private static let longestBody = 64 * 1024

    let venue: Venue

    func respond(to request: Request, context: Context) async throws -> Response {
        let uri = request.uri
        var query: [String: String] = [:]
        for parameter in uri.queryParameters { query[String(parameter.key)] = String(parameter.value) }
        let path = uri.path.split(separator: "/").map { percentDecoded($0) }
        var body: [UInt8] = []
        if request.method == .post || request.method == .patch {
            do {
                body = Array((try await request.body.collect(upTo: Self.longestBody)).readableBytesView)
            } catch is NIOTooManyBytesError {
                return response(
                    VenueResponse(APIError(status: 413, code: 41_310_000, message: "request body is too large")), nil)
            }
        }
        let ask = VenueRequest(method: request.method.rawValue, path: path, query: query, body: body)
        let (answer, quota) = await venue.answer(ask, id: request.headers[.keyID], secret: request.headers[.secret])
        return response(answer, quota)
    }

    private func response(_ answer: VenueResponse, _ quota: Venue.Quota?) -> Response {
        var headers = HTTPFields()
        if !answer.body.isEmpty { headers[.contentType] = "application/json; charset=UTF-8" }
        if let quota {
            headers[.rateLimit] = String(quota.limit)
            headers[.rateRemaining] = String(quota.remaining)
            headers[.rateReset] = String(quota.resetsAt)
        }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: answer.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}

extension Venue {
    typealias Quota = (isAllowed: Bool, limit: Int, remaining: Int, resetsAt: Int64)

    /// Answers any request. Only the steps of a replay and the question whether the venue lives need no key.
    func answer(_ request: VenueRequest, id: String?, secret: String?) -> (VenueResponse, Quota?) {
        do throws(APIError) {
            guard !isClosed else { throw .stopping }
            switch request.path.first {
            case "health": return (VenueResponse(["status": "ok"]), nil)
            case "admin":
                guard let answer = try answerAdmin(request) else { throw APIError.noEndpoint }
                return (answer, nil)
            default: break
            }
            guard settings.accepts(id: id, secret: secret) else { throw APIError.unauthorized }
            let quota = limiter.count(at: now())
            return (answerCounted(request, isAllowed: quota.isAllowed), quota)
        } catch {
            return (VenueResponse(error), nil)
        }
    }

    private func answerCounted(_ request: VenueRequest, isAllowed: Bool) -> VenueResponse {
        do throws(APIError) {
            guard isAllowed else { throw APIError.tooManyRequests }
            guard request.path.first == "v2" else { throw APIError.noEndpoint }
            let isData = request.path.count > 1 && request.path[1] == "stocks"
            guard let answer = isData ? try answerData(request) : try answerTrading(request) else {
                throw APIError.noEndpoint
            }
            return answer
        } catch {
            return VenueResponse(error)
        }
    }
}

/// A segment of a path with its `%20` forms read; what is not such a form stays as it is.
private func percentDecoded(_ segment: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(segment.utf8)[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
            rest.count >= 2
        {
            bytes.append(code)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

extension HTTPField.Name {
    static let keyID = known("APCA-API-KEY-ID")
    static let secret = known("APCA-API-SECRET-KEY")
    static let rateLimit = known("X-RateLimit-Limit")
    static let rateRemaining = known("X-RateLimit-Remaining")
    static let rateReset = known("X-RateLimit-Reset")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is a header's name") }
        return field
    }
}
