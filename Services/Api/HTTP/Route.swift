import Contracts

/// What a request asks for, told from its method and path alone.
enum Route: Hashable, Sendable {
    case page
    case prometheus
    case resource(Resource)
    case order(OrderID)
    case command(CommandKind)

    enum Resource: String, CaseIterable, Sendable {
        case health, strategies, positions, orders, fills, signals, risk, universe, alerts
        case metrics = "metrics/summary"
        case auditRoot = "audit/root"
    }

    enum CommandKind: String, CaseIterable, Sendable {
        case risk, strategy, order, approval
    }

    static let root = "/api/v1/"

    init(method: String, path: String) throws(Problem) {
        let route = try Self.find(path)
        let allowed = route.isCommand ? ["POST"] : ["GET", "HEAD"]
        guard allowed.contains(method) else { throw .methodNotAllowed(path, allowed) }
        self = route
    }

    private static func find(_ path: String) throws(Problem) -> Route {
        if path == "/" { return .page }
        if path == "/metrics" { return .prometheus }
        guard path.hasPrefix(root) else { throw unknown(path) }
        let rest = String(path.dropFirst(root.count))
        if let resource = Resource(rawValue: rest) { return .resource(resource) }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw unknown(path) }
        switch parts[0] {
        case "commands":
            guard let kind = CommandKind(rawValue: String(parts[1])) else { throw unknown(path) }
            return .command(kind)
        case "orders":
            guard let id = percentDecoded(parts[1]), !id.isEmpty else { throw unknown(path) }
            return .order(OrderID(id))
        default: throw unknown(path)
        }
    }

    private static func unknown(_ path: String) -> Problem {
        .notFound(nil, "there is nothing at \(String(path.prefix(80)))")
    }

    private var isCommand: Bool { if case .command = self { true } else { false } }
}

extension Problem {
    static func methodNotAllowed(_ path: String, _ allowed: [String]) -> Problem {
        Problem(
            status: 405, code: "methodNotAllowed", field: nil,
            message: "\(path) answers \(allowed.joined(separator: " and ")) only", allowed: allowed)
    }
}
