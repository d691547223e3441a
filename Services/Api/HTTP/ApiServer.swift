import Contracts
import HTTPTypes
import Hummingbird
import Logging
import ServiceKit

/// Answers HTTP requests from the board, and hands commands to the desk.
struct ApiServer: Sendable {
    private static let largestBody = 16 * 1024
    private let configuration: ApiConfiguration
    private let board: Board
    private let desk: CommandDesk
    private let audit: AuditDesk
    private let log: Logger

    init(_ configuration: ApiConfiguration, board: Board, desk: CommandDesk, log: Logger) {
        self.configuration = configuration
        self.board = board
        self.desk = desk
        self.log = log
        audit = AuditDesk(configuration.archive)
    }

    /// Serves until the task is canceled.
    func run(_ onRunning: @escaping @Sendable (Int?) -> Void = { _ in }) async throws {
        let responder = CallbackResponder<BasicRequestContext> { request, _ in await respond(to: request) }
        // The server's own logger calls every connection that a stop cuts off an error.
        var quiet = log
        quiet.logLevel = .critical
        let application = Application(
            responder: responder,
            configuration: .init(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in onRunning(channel.localAddress?.port) }, logger: quiet)
        try await application.run()
    }

    private func respond(to request: Request) async -> Response {
        do throws(Problem) {
            let route = try Route(method: request.method.rawValue, path: request.uri.path)
            if case .command(let kind) = route { return respond(try await take(kind, request), to: request) }
            return respond(try await answer(route, request.uri.query ?? ""), to: request)
        } catch {
            return respond(Answer(error), to: request, allowed: error.allowed)
        }
    }

    // MARK: Questions

    private func answer(_ route: Route, _ query: String) async throws(Problem) -> Answer {
        switch route {
        case .page: return Answer(text: statusPage, type: "text/html; charset=utf-8")
        case .prometheus: return board.prometheus()
        case .resource(let resource): return try await answer(resource, query)
        case .order(let id):
            _ = try Query(query)
            guard let answer = board.read({ $0.showOrder(id) }) else {
                throw .notFound("id", "the book has no order \(id)")
            }
            return answer
        case .command: preconditionFailure("a command is not a question")
        }
    }

    private func answer(_ resource: Route.Resource, _ text: String) async throws(Problem) -> Answer {
        var names: Set<String> = []
        if resource == .orders { names = ["symbol", "state"] }
        if resource == .fills { names = ["symbol"] }
        let query = try Query(text, also: names)
        switch resource {
        case .health: return board.health()
        case .strategies: return board.read { $0.showStrategies(query) }
        case .positions: return board.read { $0.showPositions(query) }
        case .orders: return board.read { $0.showOrders(query) }
        case .fills: return board.read { $0.showFills(query) }
        case .signals: return board.read { $0.showSignals(query) }
        case .risk: return board.read { $0.showRisk(query) }
        case .universe: return board.read { $0.showUniverse(query) }
        case .alerts: return board.read { $0.showAlerts(query) }
        case .metrics: return board.read { $0.showMetrics(query) }
        case .auditRoot: return try await audit.root()
        }
    }

    // MARK: Commands

    private func take(_ kind: Route.CommandKind, _ request: Request) async throws(Problem) -> Answer {
        guard let key = presentedKey(request.headers), let holder = configuration.keys.holder(of: key) else {
            throw .unauthorized
        }
        let command = try Command(kind, try await body(of: request), operator: holder)
        if case .approval(let approval) = command.event,
            let problem = configuration.approvers.objection(to: approval, at: WallClock.now())
        {
            throw problem
        }
        let receipt = try await desk.take(command)
        var answer = Answer(changedAt: receipt.offset) { json in
            json.put("id", command.id)
            json.put("operator", holder)
            json.put("isRepeat", receipt.isRepeat)
        }
        answer.status = 202
        return answer
    }

    private func presentedKey(_ headers: HTTPFields) -> String? {
        if let key = headers[.apiKey] { return key }
        guard let header = headers[.authorization] else { return nil }
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }

    private func body(of request: Request) async throws(Problem) -> [UInt8] {
        do {
            var request = request
            let buffer = try await request.collectBody(upTo: Self.largestBody)
            return Array(buffer.readableBytesView)
        } catch {
            throw Problem(
                status: 413, code: "bodyTooLarge", field: nil,
                message: "a command has at most \(Self.largestBody) bytes")
        }
    }

    // MARK: Answers

    private func respond(_ answer: Answer, to request: Request, allowed: [String] = []) -> Response {
        let freshness = board.freshness
        var headers = HTTPFields()
        headers[.contentType] = answer.type
        headers[.logOffset] = freshness.offset.description
        headers[.dataAge] = freshness.ageMilliseconds.map { "\($0)" } ?? "unknown"
        headers[.cacheControl] = "no-cache"
        headers[.contentTypeOptions] = "nosniff"
        if !allowed.isEmpty { headers[.allow] = allowed.joined(separator: ", ") }
        if answer.status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        let isQuestion = request.method == .get || request.method == .head
        if isQuestion, answer.status == 200 {
            let tag = entityTag(of: answer.body)
            headers[.eTag] = tag
            if let known = request.headers[.ifNoneMatch], matches(tag, known) {
                return Response(status: .notModified, headers: headers)
            }
        }
        let body: ResponseBody = request.method == .head ? .init() : .init(byteBuffer: ByteBuffer(bytes: answer.body))
        return Response(status: .init(integerLiteral: answer.status), headers: headers, body: body)
    }
}

extension HTTPField.Name {
    fileprivate static let apiKey = named("X-API-Key")
    /// The newest entry that the answer takes into account.
    fileprivate static let logOffset = named("X-Log-Offset")
    /// Milliseconds since the log last answered.
    fileprivate static let dataAge = named("X-Data-Age-Milliseconds")
    fileprivate static let contentTypeOptions = named("X-Content-Type-Options")

    private static func named(_ name: String) -> Self {
        guard let name = Self(name) else { preconditionFailure("\(name) is a header's name") }
        return name
    }
}
