import CCurl

/// One blocking HTTP client that keeps its connections open from request to request. One thread uses it at a time.
///
/// A request on a kept connection that the server had just closed is sent once more on a fresh one by libcurl, so whatever must
/// happen at most once has to carry an id that the server refuses to take twice. Redirects are answers, and are not followed.
public struct HTTPClient: ~Copyable {
    public struct Options: Sendable {
        /// For name lookup, TCP and TLS together.
        public var connectTimeout: Duration
        /// For the whole exchange.
        public var timeout: Duration
        public var largestAnswer: Int
        /// A PEM file to trust instead of the system's authorities.
        public var certificateAuthorityFile: String?

        public init(
            connectTimeout: Duration = .seconds(3), timeout: Duration = .seconds(10), largestAnswer: Int = 64 << 20,
            certificateAuthorityFile: String? = nil
        ) {
            self.connectTimeout = connectTimeout
            self.timeout = timeout
            self.largestAnswer = largestAnswer
            self.certificateAuthorityFile = certificateAuthorityFile
        }
    }

    private let handle: UnsafeMutableRawPointer
    private let options: Options
    private let answer: Answer

    public init(options: Options = Options()) {
        precondition(Self.isInitialized, "libcurl initializes")
        guard let handle = curl_easy_init() else { preconditionFailure("libcurl has memory for a handle") }
        self.handle = handle
        self.options = options
        answer = Answer(limit: options.largestAnswer)
    }

    deinit { curl_easy_cleanup(handle) }

    /// Sends one request and waits for the whole answer. Every status is an answer, 500 too.
    public mutating func send(_ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
        let fields = list(of: request.headers + [HTTPHeader("Expect", "")])
        defer { curl_slist_free_all(fields) }
        answer.clear()
        prepare(request, fields)
        let code = curl_easy_perform(handle)
        guard code == CURLE_OK else { throw failure(code, request) }
        var status = 0
        _ = bullion_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return HTTPResponse(status: status, headers: answer.headers, body: answer.body)
    }

    /// Sets every option. What was set for the request before is forgotten; open connections stay.
    private func prepare(_ request: HTTPRequest, _ fields: UnsafeMutablePointer<curl_slist>?) {
        curl_easy_reset(handle)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout.wholeMilliseconds)
        set(CURLOPT_TIMEOUT_MS, options.timeout.wholeMilliseconds)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_PROTOCOLS_STR, text: "http,https")
        set(CURLOPT_URL, text: request.url)
        if let body = request.body { set(body) }
        set(CURLOPT_CUSTOMREQUEST, text: request.method.rawValue)
        if let file = options.certificateAuthorityFile { set(CURLOPT_CAINFO, text: file) }
        _ = bullion_curl_set_list(handle, CURLOPT_HTTPHEADER, fields)
        let context = Unmanaged.passUnretained(answer).toOpaque()
        _ = bullion_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        _ = bullion_curl_set_sink(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            Answer.at(context).takeBody(bytes, size * count)
        }
        _ = bullion_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        _ = bullion_curl_set_sink(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            Answer.at(context).takeHeader(bytes, size * count)
        }
    }

    private func set(_ body: [UInt8]) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, size: body.count)
        // An empty array may have no address, and without one curl would read the body from standard input.
        guard !body.isEmpty else { return set(CURLOPT_COPYPOSTFIELDS, text: "") }
        body.withUnsafeBytes { bytes in
            let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            _ = bullion_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, start)
        }
    }

    private func failure(_ code: CURLcode, _ request: HTTPRequest) -> HTTPError {
        // Counts every byte of request line and headers written, also those of a try that was repeated.
        var written = 0
        _ = bullion_curl_get_long(handle, CURLINFO_REQUEST_SIZE, &written)
        let reason: HTTPError.Reason =
            switch code {
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: .badURL
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .hostNotFound
            case CURLE_COULDNT_CONNECT: .connectFailed
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE: .tlsFailed
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE: .connectionLost
            case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .garbled
            case CURLE_WRITE_ERROR where answer.isTooLarge: .answerTooLarge(limit: options.largestAnswer)
            default: .other
            }
        return HTTPError(
            reason: reason, delivery: written == 0 ? .notSent : .unknown, request: request.description,
            detail: String(cString: curl_easy_strerror(code)))
    }

    private func list(of headers: [HTTPHeader]) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for header in headers {
            precondition(
                (header.name + header.value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F },
                "a header field holds no control character")
            // A field without value is left out by curl; that is how its own `Expect` is turned off.
            list = curl_slist_append(list, "\(header.name): \(header.value)")
        }
        return list
    }

    private func set(_ option: CURLoption, _ value: Int) { _ = bullion_curl_set_long(handle, option, value) }
    private func set(_ option: CURLoption, size: Int) { _ = bullion_curl_set_size(handle, option, curl_off_t(size)) }
    private func set(_ option: CURLoption, text: String) { _ = bullion_curl_set_text(handle, option, text) }

    private static let isInitialized = bullion_curl_initialize() == CURLE_OK
}

/// What curl has handed over of the answer at hand.
private final class Answer {
    private(set) var headers: [HTTPHeader] = []
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    static func at(_ context: UnsafeMutableRawPointer?) -> Answer {
        guard let context else { preconditionFailure("curl hands back the context it was given") }
        return Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
    }

    func clear() {
        headers = []
        body = []
        isTooLarge = false
    }

    func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard body.count + count <= limit else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = []  // An interim answer such as 100 Continue came before.
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
            headers.append(HTTPHeader(String(line[..<colon]), String(value.prefix { !$0.isNewline })))
        }
        return count
    }
}

extension Duration {
    /// Rounded up, so that a short time never becomes none.
    var wholeMilliseconds: Int {
        Int(components.seconds) * 1000 + Int((components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
