public import Brokers
import Contracts
public import LogRules
public import Web

/// Alpaca's trading API with the right to send. One thread uses it at a time.
public struct AlpacaSender: BrokerSender, ~Copyable {
    /// The half that only looks, on the same connection.
    public var reader: AlpacaReader

    /// - Parameter base: the root of the API without `/v2`, such as `https://paper-api.alpaca.markets`.
    public init(base: String, credentials: Credentials, options: HTTPClient.Options = HTTPClient.Options()) {
        reader = AlpacaReader(base: base, credentials: credentials, options: options)
    }

    public mutating func submit(_ order: ApprovedOrder) -> SubmitOutcome {
        let response: HTTPResponse
        do {
            response = try reader.connection.exchange(.post, "/v2/orders", order.alpacaBody)
        } catch {
            return error.delivery == .notSent
                ? .tryAgain(reason: error.description, after: nil) : .unknown(reason: error.description)
        }
        guard response.status != 200 else {
            do {
                return outcome(of: try BrokerOrder(alpaca: JSONValue(parsing: response.body)), for: order)
            } catch {
                return .unknown(reason: "accepted, but the answer can't be read: \(error)")
            }
        }
        let failure = response.alpacaError
        switch failure {
        case .rateLimited(let wait): return .tryAgain(reason: "rate limit", after: wait)
        case .unauthorized(let status): return .tryAgain(reason: "credentials refused (\(status))", after: nil)
        case .refused(_, let code, let message) where message.contains("client_order_id must be unique"):
            return existing(order, refusal: "\(code): \(message)")
        case .refused(let status, let code, let message) where [400, 403, 404, 422].contains(status):
            return .rejected(code: code, reason: message)
        case .refused, .transport, .unavailable, .garbled: return .unknown(reason: failure.description)
        }
    }

    public mutating func cancel(venueOrderID: String) -> CancelOutcome {
        let response: HTTPResponse
        do {
            response = try reader.connection.exchange(.delete, "/v2/orders/" + percentEncoded(venueOrderID))
        } catch {
            return error.delivery == .notSent
                ? .tryAgain(reason: error.description, after: nil) : .unknown(reason: error.description)
        }
        // 204 says the same; some gateways turn it into 200.
        guard response.status != 204, response.status != 200 else { return .requested }
        let failure = response.alpacaError
        switch failure {
        case .rateLimited(let wait): return .tryAgain(reason: "rate limit", after: wait)
        case .unauthorized(let status): return .tryAgain(reason: "credentials refused (\(status))", after: nil)
        case .refused(404, _, _): return .notFound
        case .refused(422, _, let message): return .tooLate(reason: message)
        case .refused, .transport, .unavailable, .garbled: return .unknown(reason: failure.description)
        }
    }

    public mutating func cancelAll() throws(BrokerError) -> [BulkOutcome] {
        try bulk("/v2/orders", subject: "id")
    }

    public mutating func closeAll() throws(BrokerError) -> [BulkOutcome] {
        try bulk("/v2/positions?cancel_orders=true", subject: "symbol")
    }

    /// The venue says that it has this id: find out what it has under it.
    private mutating func existing(_ order: ApprovedOrder, refusal: String) -> SubmitOutcome {
        do {
            guard let known = try reader.order(clientID: order.id) else {
                return .unknown(reason: "refused as a repeat (\(refusal)), but not found")
            }
            return outcome(of: known, for: order)
        } catch {
            return .unknown(reason: "refused as a repeat (\(refusal)); looking it up: \(error)")
        }
    }

    private func outcome(of known: BrokerOrder, for order: ApprovedOrder) -> SubmitOutcome {
        guard known.clientID == order.id, known.symbol == order.symbol.name,
            known.request.map({ $0.side == order.request.side && $0.quantity == order.request.quantity }) ?? false
        else {
            return .unknown(
                reason:
                    "under \(order.id) the venue has \(known.clientID) in \(known.symbol), which asks for something else"
            )
        }
        guard known.status != .rejected else { return .rejected(code: 0, reason: "the venue shows it as rejected") }
        return .accepted(venueOrderID: known.venueOrderID)
    }

    private mutating func bulk(_ path: String, subject: String) throws(BrokerError) -> [BulkOutcome] {
        let response: HTTPResponse
        do { response = try reader.connection.exchange(.delete, path) } catch { throw .transport(error) }
        guard let items = try response.alpacaAnswer(207).elements else { throw .garbled("\(path): not an array") }
        var outcomes: [BulkOutcome] = []
        for item in items {
            do {
                outcomes.append(
                    BulkOutcome(
                        subject: try item.requiredText(subject),
                        status: Int(try item.required("status", "a status") { $0.integer }),
                        reason: item["body"]?["message"]?.text))
            } catch {
                throw .garbled("\(path): \(error)")
            }
        }
        return outcomes
    }
}

extension ApprovedOrder {
    /// Amounts are strings, so that no reader of them is tempted to use a `Double`.
    fileprivate var alpacaBody: JSONValue {
        var body = JSONObject([
            .init(name: "symbol", value: .string(symbol.name)),
            .init(name: "qty", value: .string(request.quantity.description)),
            .init(name: "side", value: .string(request.side.rawValue)),
            .init(name: "time_in_force", value: .string(request.timeInForce.rawValue)),
            .init(name: "client_order_id", value: .string(id.text)),
        ])
        switch request.type {
        case .market: body.members.append(.init(name: "type", value: "market"))
        case .limit(let price):
            body.members.append(.init(name: "type", value: "limit"))
            body.members.append(.init(name: "limit_price", value: .string(price.description)))
        case .stop(let price):
            body.members.append(.init(name: "type", value: "stop"))
            body.members.append(.init(name: "stop_price", value: .string(price.description)))
        case .stopLimit(let stop, let limit):
            body.members.append(.init(name: "type", value: "stop_limit"))
            body.members.append(.init(name: "stop_price", value: .string(stop.description)))
            body.members.append(.init(name: "limit_price", value: .string(limit.description)))
        case .trailingStop(let trail):
            body.members.append(.init(name: "type", value: "trailing_stop"))
            switch trail {
            case .amount(let distance):
                body.members.append(.init(name: "trail_price", value: .string(distance.description)))
            case .basisPoints(let points):
                let percent = Price(nanos: points * (nanosPerUnit / 100))
                body.members.append(.init(name: "trail_percent", value: .string(percent.description)))
            }
        }
        return .object(body)
    }
}
