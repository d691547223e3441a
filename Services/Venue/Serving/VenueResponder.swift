import Contracts
import HTTPTypes
import Hummingbird
import NIOCore

/// Turns HTTP into the venue's requests and its answers into HTTP.
struct VenueResponder: HTTPResponder {
    /// A request's context with the connection that it came on, so that a fault can end it.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            channel = source.channel
        }
    }

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
        let answer = await venue.answer(ask, id: request.headers[.keyID], secret: request.headers[.secret])
        return try await deliver(answer, on: context.channel)
    }

    private func deliver(_ answer: Venue.Answer, on channel: any Channel) async throws -> Response {
        switch answer.fault {
        case nil: break
        case .late(let milliseconds): try await Task.sleep(for: .milliseconds(milliseconds))
        case .instead(let other): return response(other, answer.quota)
        case .hangUp(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
            try await channel.close()
        }
        return response(answer.response, answer.quota)
    }

    private func response(_ answer: VenueResponse, _ quota: Venue.Quota?) -> Response {
        var headers = HTTPFields()
        if !answer.body.isEmpty { headers[.contentType] = "application/json; charset=UTF-8" }
        if let seconds = answer.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
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

    /// What is answered, and what goes wrong with it on its way.
    struct Answer: Sendable {
        let response: VenueResponse
        var quota: Quota?
        var fault: ReplyFault?
    }

    /// Answers any request. Only the steps of a replay and the question whether the venue lives need no key.
    func answer(_ request: VenueRequest, id: String?, secret: String?) -> Answer {
        do throws(APIError) {
            guard !isClosed else { throw .stopping }
            switch request.path.first {
            case "health": return Answer(response: VenueResponse(["status": "ok"]))
            case "admin":
                guard let answer = try answerAdmin(request) else { throw APIError.noEndpoint }
                return Answer(response: answer)
            default: break
            }
            guard settings.accepts(id: id, secret: secret) else { throw APIError.unauthorized }
            let quota = limiter.count(at: now())
            if let refusal = refusal(of: request) { return Answer(response: refusal, quota: quota) }
            let response = answerCounted(request, isAllowed: quota.isAllowed)
            return Answer(response: response, quota: quota, fault: replyFault(of: request))
        } catch {
            return Answer(response: VenueResponse(error))
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
