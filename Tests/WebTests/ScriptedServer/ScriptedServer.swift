import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// A request as the server read it.
public struct ScriptedRequest: Sendable {
    public let method: String
    /// Path and query as sent.
    public let target: String
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    public var path: String { String(target.prefix { $0 != "?" }) }
    public var bodyText: String { String(decoding: body, as: UTF8.self) }

    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// A query item, percent-decoding left out.
    public func query(_ name: String) -> String? {
        guard let mark = target.firstIndex(of: "?") else { return nil }
        return target[target.index(after: mark)...].split(separator: "&")
            .first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}

/// What a scripted server does with a request.
public enum ScriptedAnswer: Sendable {
    case status(Int, headers: [(String, String)] = [], body: String)
    /// Takes the request and closes the connection.
    case hangUp
    /// Takes the request and never answers.
    case silence
    /// These bytes instead of an HTTP answer, then the end.
    case bytes(String)

    public static func json(_ body: String, status: Int = 200) -> ScriptedAnswer {
        .status(status, headers: [("Content-Type", "application/json")], body: body)
    }
}

/// One WebSocket connection at the server.
public struct ScriptedSocket: Sendable {
    let channel: any Channel
    public let target: String

    public func send(text: String) { send(.text, text) }
    public func send(binary text: String) { send(.binary, text) }
    public func ping() { send(.ping, "") }

    /// One text message in as many frames as there are parts.
    public func send(fragments parts: [String]) {
        for (place, part) in parts.enumerated() {
            let opcode: WebSocketOpcode = place == 0 ? .text : .continuation
            send(opcode, part, isFinal: place == parts.count - 1)
        }
    }

    public func close(code: UInt16) {
        var data = channel.allocator.buffer(capacity: 2)
        data.writeInteger(code)
        channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: data), promise: nil)
    }

    /// Ends the TCP connection without a close frame.
    public func drop() { channel.close(promise: nil) }

    private func send(_ opcode: WebSocketOpcode, _ text: String, isFinal: Bool = true) {
        let frame = WebSocketFrame(fin: isFinal, opcode: opcode, data: channel.allocator.buffer(string: text))
        channel.writeAndFlush(frame, promise: nil)
    }
}

/// What comes from the client of a WebSocket connection.
public enum ScriptedEvent: Sendable {
    case opened
    case message(String)
    case pong
    case closed
}

/// A small HTTP and WebSocket server on a free loopback port that answers as a test says.
public final class ScriptedServer: Sendable {
    public typealias OnRequest = @Sendable (ScriptedRequest) -> ScriptedAnswer
    public typealias OnSocket = @Sendable (ScriptedSocket, ScriptedEvent) -> Void

    public let port: Int
    private let listener: any Channel
    private let received: Received

    /// What has been asked so far, oldest first.
    public var requests: [ScriptedRequest] { received.requests.withLock { $0 } }

    /// How many connections have been accepted.
    public var connections: Int { received.connections.withLock { $0 } }

    /// Whether so many WebSocket connections have ended.
    public func socketsClosed(_ count: Int) -> Bool { received.closedSockets.withLock { $0 } >= count }

    /// From now on no ping is answered.
    public func mute() { received.isMute.withLock { $0 = true } }

    /// - Parameter tls: certificate and key as PEM files; plain when `nil`.
    public init(
        tls: (certificate: String, key: String)? = nil,
        onRequest: @escaping OnRequest = { _ in .json("{}", status: 404) },
        onSocket: OnSocket? = nil
    ) throws {
        let received = Received()
        let context = try tls.map { files in
            try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) },
                    privateKey: .privateKey(NIOSSLPrivateKey(file: files.key, format: .pem))))
        }
        listener = try ServerBootstrap(group: serverLoops)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    received.connections.withLock { $0 += 1 }
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try configure(channel, received, onRequest, onSocket)
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        self.received = received
        port = listener.localAddress?.port ?? 0
    }

    /// A server for WebSocket clients alone.
    public static func sockets(
        tls: (certificate: String, key: String)? = nil, _ onSocket: @escaping OnSocket
    ) throws -> ScriptedServer {
        try ScriptedServer(tls: tls, onSocket: onSocket)
    }

    deinit { listener.close(promise: nil) }

    /// Stops listening; a port that nothing listens on any more is left behind.
    public func stop() throws { try listener.close().wait() }
}

final class Received: Sendable {
    let requests = Mutex<[ScriptedRequest]>([])
    let connections = Mutex(0)
    let closedSockets = Mutex(0)
    let isMute = Mutex(false)
}

private let serverLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

private func configure(
    _ channel: any Channel, _ received: Received, _ onRequest: @escaping ScriptedServer.OnRequest,
    _ onSocket: ScriptedServer.OnSocket?
) throws {
    let responder = RequestHandler(received: received, onRequest: onRequest)
    guard let onSocket else {
        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
        try channel.pipeline.syncOperations.addHandler(responder)
        return
    }
    let upgrader = NIOWebSocketServerUpgrader(
        maxFrameSize: 1 << 24,
        shouldUpgrade: { channel, head in
            // A script may decline: whatever is no 101 goes the ordinary way.
            let isDeclined = head.uri.contains("decline")
            return channel.eventLoop.makeSucceededFuture(isDeclined ? nil : HTTPHeaders())
        },
        upgradePipelineHandler: { channel, head in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1000, maxAccumulatedFrameSize: 1 << 24))
                try channel.pipeline.syncOperations.addHandler(
                    SocketHandler(
                        socket: ScriptedSocket(channel: channel, target: head.uri), received: received,
                        onSocket: onSocket))
            }
        })
    let bound = NIOLoopBound(responder, eventLoop: channel.eventLoop)
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
        withServerUpgrade: (
            upgraders: [upgrader],
            completionHandler: { context in
                context.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
            }
        ))
    try channel.pipeline.syncOperations.addHandler(responder)
}

private final class RequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let received: Received
    private let onRequest: ScriptedServer.OnRequest
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(received: Received, onRequest: @escaping ScriptedServer.OnRequest) {
        self.received = received
        self.onRequest = onRequest
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let bytes): body += bytes.readableBytesView
        case .end:
            guard let head else { return }
            let request = ScriptedRequest(
                method: head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) },
                body: body)
            received.requests.withLock { $0.append(request) }
            answer(onRequest(request), context: context)
        }
    }

    private func answer(_ answer: ScriptedAnswer, context: ChannelHandlerContext) {
        switch answer {
        case .silence: break
        case .hangUp: context.close(promise: nil)
        case .bytes(let text):
            // Straight to the socket, past the encoder.
            let bytes = context.channel.allocator.buffer(string: text)
            if let encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self) {
                encoder.writeAndFlush(NIOAny(bytes), promise: nil)
            }
            context.close(promise: nil)
        case .status(let status, let headers, let text):
            let body = context.channel.allocator.buffer(string: text)
            var fields = HTTPHeaders(headers)
            if status != 204 { fields.replaceOrAdd(name: "Content-Length", value: String(body.readableBytes)) }
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            if status != 204 { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}

private final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    private let socket: ScriptedSocket
    private let received: Received
    private let onSocket: ScriptedServer.OnSocket

    init(socket: ScriptedSocket, received: Received, onSocket: @escaping ScriptedServer.OnSocket) {
        self.socket = socket
        self.received = received
        self.onSocket = onSocket
    }

    func handlerAdded(context: ChannelHandlerContext) { onSocket(socket, .opened) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text, .binary: onSocket(socket, .message(String(buffer: frame.unmaskedData)))
        case .ping:
            guard !received.isMute.withLock({ $0 }) else { return }
            let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
            socket.channel.writeAndFlush(pong, promise: nil)
        case .pong: onSocket(socket, .pong)
        case .connectionClose: context.close(promise: nil)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        received.closedSockets.withLock { $0 += 1 }
        onSocket(socket, .closed)
        context.fireChannelInactive()
    }
}
