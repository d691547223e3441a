/// What is asked of an HTTP server. Printing one shows no header, no query and no body, since secrets live there.
public struct HTTPRequest: Sendable, CustomStringConvertible {
    public enum Method: String, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    public var method: Method
    /// Absolute, `http` or `https`, with its query already percent-encoded.
    public var url: String
    public var headers: [HTTPHeader]
    public var body: [UInt8]?

    public init(_ method: Method, _ url: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    public var description: String { "\(method.rawValue) \(urlWithoutSecrets(url))" }
}

/// What an HTTP server answered.
public struct HTTPResponse: Sendable {
    public let status: Int
    public let headers: [HTTPHeader]
    public let body: [UInt8]

    public init(status: Int, headers: [HTTPHeader], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as text, for messages: at most the first 200 bytes, on one line.
    public var excerpt: String {
        let text = String(decoding: body.prefix(200), as: UTF8.self)
        return String(text.map { $0.isNewline ? " " : $0 })
    }
}

/// `url` without user, password, query and fragment.
func urlWithoutSecrets(_ url: String) -> String {
    var text = url.prefix { $0 != "?" && $0 != "#" }
    if let scheme = text.firstRange(of: "://"),
        let at = text[scheme.upperBound...].prefix(while: { $0 != "/" }).lastIndex(of: "@")
    {
        text = text[..<scheme.upperBound] + text[text.index(after: at)...]
    }
    return String(text)
}

/// Percent-encodes everything that has a meaning in a query.
public func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            bytes.append(byte)
        default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// `?name=value&…`, percent-encoded; empty when there is nothing to ask.
public func urlQuery(_ items: KeyValuePairs<String, String>) -> String {
    guard !items.isEmpty else { return "" }
    return "?" + items.map { "\(percentEncoded($0.key))=\(percentEncoded($0.value))" }.joined(separator: "&")
}
