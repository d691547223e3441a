/// What is done to an answer on its way out.
enum ReplyFault: Hashable, Sendable {
    /// The connection ends, after a silence, and nothing is said.
    case hangUp(afterMilliseconds: Int64)
    case late(milliseconds: Int64)
    case instead(VenueResponse)
}

extension Venue {
    /// The refusal that is armed for a request, which then is not carried out.
    func refusal(of request: VenueRequest) -> VenueResponse? {
        guard let fault = faults.strike([.rateLimit, .serverError], where: { $0.fits(request) }) else { return nil }
        guard fault.kind == .rateLimit else { return VenueResponse(serverError(fault.status)) }
        var answer = VenueResponse(APIError.tooManyRequests)
        answer.retryAfterSeconds = (fault.milliseconds + 999) / 1_000
        return answer
    }

    /// What happens to the answer of a request that was carried out.
    func replyFault(of request: VenueRequest) -> ReplyFault? {
        let kinds: Set<Fault.Kind> = [.dropReply, .delayReply, .failAfter, .garbage, .silence]
        guard let fault = faults.strike(kinds, where: { $0.fits(request) }) else { return nil }
        switch fault.kind {
        case .delayReply: return .late(milliseconds: fault.milliseconds)
        case .failAfter: return .instead(VenueResponse(serverError(fault.status)))
        case .garbage: return .instead(VenueResponse(garbage: Array("<html>{\"id\": \u{1F}".utf8)))
        case .silence: return .hangUp(afterMilliseconds: fault.milliseconds)
        default: return .hangUp(afterMilliseconds: 0)
        }
    }

    private func serverError(_ status: Int) -> APIError {
        APIError(status: status, code: Int64(status) * 100_000 + 10_000, message: "internal server error occurred")
    }
}
