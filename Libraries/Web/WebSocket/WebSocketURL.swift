/// The parts of a `ws` or `wss` address.
struct WebSocketURL: Hashable, Sendable {
    let isSecure: Bool
    let host: String
    let port: Int
    /// Path and query, at least `/`.
    let target: String

    init?(_ text: String) {
        let rest: Substring
        if text.hasPrefix("ws://") {
            isSecure = false
            rest = text.dropFirst(5)
        } else if text.hasPrefix("wss://") {
            isSecure = true
            rest = text.dropFirst(6)
        } else {
            return nil
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let path = rest[authority.endIndex...].prefix { $0 != "#" }
        target = path.hasPrefix("/") ? String(path) : "/" + path
        let standardPort = isSecure ? 443 : 80
        let portText: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = String(authority[authority.index(after: authority.startIndex)..<end])
            portText = authority[authority.index(after: end)...]
        } else {
            host = String(authority.prefix { $0 != ":" })
            portText = authority.dropFirst(host.count)
        }
        guard !host.isEmpty else { return nil }
        if portText.isEmpty {
            port = standardPort
        } else {
            guard portText.hasPrefix(":"), let number = Int(portText.dropFirst()), (1...65_535).contains(number) else {
                return nil
            }
            port = number
        }
    }

    /// As the `Host` header has it.
    var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// For messages: no query, since secrets may live there.
    var description: String {
        "\(isSecure ? "wss" : "ws")://\(hostHeader)\(target.prefix { $0 != "?" })"
    }
}
