import Foundation
import ScriptedServer
import Testing
import Web

@Suite struct `A WebSocket client` {
    @Test func `delivers texts, bytes and fragmented messages in order`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            guard case .opened = event else { return }
            socket.send(text: "one")
            socket.send(binary: "two")
            socket.send(fragments: ["th", "re", "e"])
        }
        let client = try connect(server)
        #expect(take(3, from: client) == [.text("one"), .binary(Array("two".utf8)), .text("three")])
    }

    @Test func `loses nothing that is said together with the handshake`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            if case .opened = event { socket.send(text: "at once") }
        }
        for _ in 0..<30 { #expect(take(1, from: try connect(server)) == [.text("at once")]) }
    }

    @Test func `sends texts and bytes`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            if case .message(let text) = event { socket.send(text: "echo " + text) }
        }
        let client = try connect(server)
        client.send(text: "hello")
        client.send(binary: Array("bytes".utf8))
        #expect(take(2, from: client) == [.text("echo hello"), .text("echo bytes")])
    }

    @Test func `answers pings`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            if case .opened = event { socket.ping() }
            if case .pong = event { socket.send(text: "pong came") }
        }
        #expect(take(1, from: try connect(server)) == [.text("pong came")])
    }

    @Test func `tells that the peer closed, and with which code`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            if case .opened = event { socket.close(code: 1012) }
        }
        #expect(take(1, from: try connect(server)) == [.closed(.byPeer(code: 1012, reason: ""))])
    }

    @Test func `tells that the connection broke`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            if case .message = event { socket.drop() }
        }
        let client = try connect(server)
        client.send(text: "go")
        guard case .closed(.lost) = take(1, from: client).first else {
            Issue.record("no loss was told")
            return
        }
    }

    @Test func `gives up a peer that does not even answer pings`() throws {
        let server = try ScriptedServer.sockets { _, _ in }
        server.mute()
        let client = try WebSocketClient(
            connectingTo: "ws://127.0.0.1:\(server.port)/", options: .init(pingInterval: .milliseconds(20)))
        guard case .closed(.silent) = take(1, from: client).first else {
            Issue.record("silence was not noticed")
            return
        }
    }

    @Test func `gives up the connection rather than lose a message`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            guard case .message = event else { return }
            for number in 0..<5 { socket.send(text: "\(number)") }
        }
        let client = try WebSocketClient(
            connectingTo: "ws://127.0.0.1:\(server.port)/", options: .init(mailboxCapacity: 3))
        client.send(text: "go")
        // Waits for the end without emptying the mailbox.
        while !server.socketsClosed(1) { sched_yield() }
        #expect(
            client.mailbox.takeAll(waitingAtMost: .seconds(30)) == [
                .text("0"), .text("1"), .text("2"), .closed(.mailboxFull(capacity: 3)),
            ])
    }

    @Test func `says nothing more after it was closed`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            if case .message = event { socket.send(text: "late") }
        }
        let client = try connect(server)
        client.close()
        client.send(text: "go")
        #expect(take(1, from: client) == [.closed(.byUs)])
        #expect(client.mailbox.takeAll().isEmpty)
    }

    @Test func `tells which status declined it`() throws {
        let server = try ScriptedServer(onRequest: { _ in .json("{}", status: 403) }, onSocket: { _, _ in })
        let error = #expect(throws: WebSocketError.self) {
            try WebSocketClient(connectingTo: "ws://127.0.0.1:\(server.port)/decline?secret=hush")
        }
        #expect(error?.reason == .refused(status: 403))
        #expect(error.map { !"\($0)".contains("hush") } == true)
    }

    @Test func `tells that nobody listens`() throws {
        let server = try ScriptedServer()
        let port = server.port
        try server.stop()
        let error = #expect(throws: WebSocketError.self) {
            try WebSocketClient(connectingTo: "ws://127.0.0.1:\(port)/")
        }
        guard case .connectFailed = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `waits for a handshake only so long`() throws {
        let server = try ScriptedServer(onRequest: { _ in .silence })
        let error = #expect(throws: WebSocketError.self) {
            try WebSocketClient(
                connectingTo: "ws://127.0.0.1:\(server.port)/", options: .init(connectTimeout: .milliseconds(200)))
        }
        #expect(error?.reason == .timedOut)
    }

    @Test(arguments: ["http://a/", "ws://", "ws://a:0/", "ws://a:70000/", "ws://u:p@a/", "ws://a b/", "ws://[::1/"])
    func `refuses what is no WebSocket address`(url: String) {
        let error = #expect(throws: WebSocketError.self) { try WebSocketClient(connectingTo: url) }
        #expect(error?.reason == .badURL)
    }

    @Test func `speaks TLS to a server it trusts, and to no other`() throws {
        let files = try TemporaryCertificate()
        let server = try ScriptedServer.sockets(tls: (files.certificate, files.key)) { socket, event in
            if case .opened = event { socket.send(text: "secure") }
        }
        let url = "wss://localhost:\(server.port)/"
        let trusting = try WebSocketClient(
            connectingTo: url, options: .init(certificateAuthorityFile: files.certificate))
        #expect(take(1, from: trusting) == [.text("secure")])
        let error = #expect(throws: WebSocketError.self) { try WebSocketClient(connectingTo: url) }
        guard case .tlsFailed = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    private func connect(_ server: ScriptedServer) throws -> WebSocketClient {
        try WebSocketClient(connectingTo: "ws://127.0.0.1:\(server.port)/stream")
    }

    private func take(_ count: Int, from client: WebSocketClient) -> [WebSocketMessage] {
        var messages: [WebSocketMessage] = []
        while messages.count < count {
            let more = client.mailbox.takeAll(waitingAtMost: .seconds(30))
            if more.isEmpty { return messages }
            messages += more
        }
        return messages
    }
}

/// A certificate for `localhost` that signs itself, made by the openssl program and removed at the end.
final class TemporaryCertificate {
    let certificate: String
    let key: String
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "bullion-web-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem").path
        key = folder.appending(path: "key.pem").path
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0, "openssl makes a certificate")
    }

    deinit {
        // What is left in the temporary folder does no harm.
        try? FileManager.default.removeItem(at: folder)
    }
}
