/// Why there is no answer to an HTTP request, and whether the server may have seen it.
///
/// It names the method, the host and the path; never a header, a query or a body.
public struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case badURL
        case hostNotFound
        case connectFailed
        case tlsFailed
        case timedOut
        /// The connection ended before the answer was whole.
        case connectionLost
        /// What came back is not HTTP.
        case garbled
        case answerTooLarge(limit: Int)
        case other
    }

    public enum Delivery: Hashable, Sendable {
        /// No byte of the request left this process: it can be repeated.
        case notSent
        /// It left, wholly or in part, and nobody knows what became of it.
        case unknown
    }

    public let reason: Reason
    public let delivery: Delivery
    /// Method, host and path.
    public let request: String
    /// libcurl's words.
    public let detail: String

    public init(reason: Reason, delivery: Delivery, request: String, detail: String) {
        self.reason = reason
        self.delivery = delivery
        self.request = request
        self.detail = detail
    }

    public var description: String {
        "\(request): \(detail) (\(delivery == .notSent ? "not sent" : "may have been received"))"
    }
}
