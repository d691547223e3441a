public import Web

/// Why a question to the broker has no answer.
public enum BrokerError: Error, Hashable, Sendable, CustomStringConvertible {
    case transport(HTTPError)
    /// 401, or a 403 that names no reason: wrong key, wrong secret, or a key for another world.
    case unauthorized(status: Int)
    /// Asked too often; the broker may say when to come back.
    case rateLimited(retryAfter: Duration?)
    /// A 4xx with Alpaca's own code.
    case refused(status: Int, code: Int64, message: String)
    /// A 5xx or another status that says nothing about the question.
    case unavailable(status: Int, excerpt: String)
    /// An answer that is not what the protocol promises.
    case garbled(String)

    public var description: String {
        switch self {
        case .transport(let error): error.description
        case .unauthorized(let status): "the broker does not accept our credentials (\(status))"
        case .rateLimited(let wait): "the broker asks for fewer requests" + (wait.map { ", again in \($0)" } ?? "")
        case .refused(let status, let code, let message): "the broker answered \(status), code \(code): \(message)"
        case .unavailable(let status, let excerpt): "the broker answered \(status): \(excerpt)"
        case .garbled(let reason): "the broker's answer can't be read: \(reason)"
        }
    }
}
