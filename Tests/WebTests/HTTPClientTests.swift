import ScriptedServer
import Testing
import Web

@Suite struct `An HTTP client` {
    @Test func `sends method, headers and body, and reads the whole answer`() throws {
        let server = try ScriptedServer { _ in
            .status(207, headers: [("X-Kind", "plain")], body: "all of it")
        }
        var client = HTTPClient()
        let response = try client.send(
            HTTPRequest(
                .post, "http://127.0.0.1:\(server.port)/a?b=c", headers: [HTTPHeader("X-One", "1")],
                body: Array("{}".utf8)))
        #expect(response.status == 207)
        #expect(response.headers.value(of: "x-kind") == "plain")
        #expect(response.excerpt == "all of it")
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.target == "/a?b=c" && request.bodyText == "{}")
        #expect(request.header("X-One") == "1" && request.header("Expect") == nil)
    }

    @Test(arguments: [HTTPRequest.Method.get, .delete, .put, .patch, .post])
    func `sends every method`(method: HTTPRequest.Method) throws {
        let server = try ScriptedServer { _ in .json("{}") }
        var client = HTTPClient()
        let body: [UInt8]? = method == .get || method == .delete ? nil : []
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try client.send(HTTPRequest(method, url, body: body)).status == 200)
        #expect(server.requests.map(\.method) == [method.rawValue])
    }

    @Test func `uses one connection for many requests`() throws {
        let server = try ScriptedServer { _ in .json("{}") }
        var client = HTTPClient()
        for _ in 0..<5 { _ = try client.send(HTTPRequest(.get, "http://127.0.0.1:\(server.port)/")) }
        #expect(server.requests.count == 5)
        #expect(server.connections == 1)
    }

    @Test func `takes an answer without a body`() throws {
        let server = try ScriptedServer { _ in .status(204, body: "") }
        var client = HTTPClient()
        let response = try client.send(HTTPRequest(.delete, "http://127.0.0.1:\(server.port)/"))
        #expect(response.status == 204 && response.body.isEmpty)
    }

    @Test func `knows that nothing was sent when nobody listens`() throws {
        let server = try ScriptedServer()
        let port = server.port
        try server.stop()
        let error = failure { "http://127.0.0.1:\(port)/" }
        #expect(error?.reason == .connectFailed && error?.delivery == .notSent)
    }

    @Test(arguments: ["no scheme", "ftp://127.0.0.1/", "http://127.0.0.1:99999/"])
    func `knows that nothing was sent to a bad address`(url: String) {
        let error = failure { url }
        #expect(error?.delivery == .notSent)
    }

    @Test func `does not know what became of a request whose answer is late`() throws {
        let server = try ScriptedServer { _ in .silence }
        let error = failure(timeout: .milliseconds(300)) { "http://127.0.0.1:\(server.port)/" }
        #expect(error?.reason == .timedOut && error?.delivery == .unknown)
        #expect(server.requests.count == 1)
    }

    @Test func `does not know what became of a request when the server hangs up`() throws {
        let server = try ScriptedServer { _ in .hangUp }
        let error = failure { "http://127.0.0.1:\(server.port)/" }
        #expect(error?.reason == .connectionLost && error?.delivery == .unknown)
    }

    @Test func `does not take half an answer for a whole one`() throws {
        let server = try ScriptedServer { _ in .bytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf") }
        let error = failure { "http://127.0.0.1:\(server.port)/" }
        #expect(error?.reason == .connectionLost && error?.delivery == .unknown)
    }

    @Test func `bounds the answer`() throws {
        let server = try ScriptedServer { _ in .json(String(repeating: "x", count: 2000)) }
        var client = HTTPClient(options: .init(largestAnswer: 1000))
        let error = #expect(throws: HTTPError.self) {
            try client.send(HTTPRequest(.get, "http://127.0.0.1:\(server.port)/"))
        }
        #expect(error?.reason == .answerTooLarge(limit: 1000))
    }

    @Test func `never shows a secret in an error`() throws {
        let server = try ScriptedServer { _ in .hangUp }
        var client = HTTPClient()
        let error = #expect(throws: HTTPError.self) {
            try client.send(
                HTTPRequest(
                    .get, "http://user:hush@127.0.0.1:\(server.port)/path?token=hush",
                    headers: [HTTPHeader("APCA-API-SECRET-KEY", "hush")], body: Array("hush".utf8)))
        }
        let shown = String(reflecting: error)
        #expect(!shown.contains("hush") && shown.contains("/path"))
        #expect(!String(reflecting: Credentials(keyID: "k", secret: "hush")).contains("hush"))
    }

    @Test func `encodes what has a meaning in a query`() {
        #expect(
            urlQuery(["a": "2025-06-30T19:30:00+00:00", "b": "x y&z"])
                == "?a=2025-06-30T19%3A30%3A00%2B00%3A00&b=x%20y%26z")
        #expect(urlQuery([:]).isEmpty)
    }

    private func failure(timeout: Duration = .seconds(10), _ url: () -> String) -> HTTPError? {
        var client = HTTPClient(options: .init(timeout: timeout))
        do {
            _ = try client.send(HTTPRequest(.get, url()))
            return nil
        } catch {
            return error
        }
    }
}
