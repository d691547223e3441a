import Contracts
import Exchange

/// A refusal as it goes over the wire: an HTTP status and, nearly always, a code and a message.
struct APIError: Error, Hashable {
    let status: Int
    /// The data side and failed authentication give none.
    let code: Int64?
    let message: String
    var extra: [WireMember] = []

    var wire: WireValue {
        .object(
            (code.map { [WireMember(name: "code", value: .integer($0))] } ?? []) + [
                WireMember(name: "message", value: .text(message))
            ] + extra)
    }

    static let unauthorized = APIError(status: 401, code: nil, message: "unauthorized.")
    static let malformedBody = APIError(status: 400, code: 40_010_000, message: "request body format is invalid")
    static let noEndpoint = APIError(status: 404, code: 40_410_000, message: "endpoint not found")
    static let noPosition = APIError(status: 404, code: 40_410_000, message: "position does not exist")
    static let stopping = APIError(status: 503, code: 50_310_000, message: "the venue is stopping")
    static let tooManyRequests = APIError(status: 429, code: 42_910_000, message: "rate limit exceeded")

    /// The request itself is wrong.
    static func invalid(_ message: String) -> APIError { APIError(status: 422, code: 40_010_001, message: message) }
    /// The request is well formed and cannot be done.
    static func unprocessable(_ message: String) -> APIError {
        APIError(status: 422, code: 42_210_000, message: message)
    }
    static func forbidden(_ message: String) -> APIError { APIError(status: 403, code: 40_310_000, message: message) }
    static func notFound(_ message: String) -> APIError { APIError(status: 404, code: 40_410_000, message: message) }
    static func conflict(_ message: String) -> APIError { APIError(status: 409, code: 40_910_000, message: message) }
    static func data(_ message: String) -> APIError { APIError(status: 400, code: nil, message: message) }

    /// What the exchange refused, with the members that clients look into.
    init(_ rejection: Rejection, symbol: String) {
        let status = rejection.code == 40_310_000 ? 403 : 422
        self.init(status: status, code: rejection.code, message: rejection.reason)
        switch rejection {
        case .insufficientQuantity(_, let available, let existing):
            extra = [
                .init(name: "symbol", value: .text(symbol)), .init(name: "existing_qty", value: .decimal(existing)),
                .init(name: "held_for_orders", value: .decimal(existing - available)),
                .init(name: "available", value: .decimal(available)),
            ]
        case .insufficientBuyingPower(let cost, let available):
            extra = [
                .init(name: "buying_power", value: .decimal(available)),
                .init(name: "cost_basis", value: .decimal(cost)),
            ]
        case .washTrade(let existing):
            extra = [
                .init(name: "existing_order_id", value: .text(existing)),
                .init(name: "reject_reason", value: "opposite side order exists"),
            ]
        case .duplicateID, .quantityNotPositive, .limitPriceNotPositive, .stopPriceNotPositive, .trailOutOfRange,
            .stopInAuction, .noPrice, .notOpen, .shortingNotAllowed, .shortSellWhileBuying, .buyWhileShortSelling:
            break
        }
    }

    init(status: Int, code: Int64?, message: String) {
        self.status = status
        self.code = code
        self.message = message
    }
}
