import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// The server answered the handshake, but not with 101.
struct Declined: Error {
    let status: Int
}

/// The connection stood, the handshake did not come to an end.
struct HandshakeTooSlow: Error {}

/// The one thread that reads all WebSocket connections of the process.
private let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

/// Opens a connection and upgrades it. The channel is ready when the future is.
func webSocketChannel(
    to url: WebSocketURL, headers: [HTTPHeader], options: WebSocketClient.Options,
    into mailbox: Mailbox<WebSocketMessage>
) throws -> EventLoopFuture<any Channel> {
    let tls = url.isSecure ? try tlsContext(options) : nil
    let upgraded = eventLoops.next().makePromise(of: (any Channel).self)
    let connectTimeout = TimeAmount(options.connectTimeout)
    let bootstrap = ClientBootstrap(group: upgraded.futureResult.eventLoop)
        .connectTimeout(connectTimeout)
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if let tls {
                    // An address has no name to be checked against SNI; the certificate must then name the address.
                    let isAddress = (try? SocketAddress(ipAddress: url.host, port: url.port)) != nil
                    try pipeline.addHandler(
                        NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : url.host))
                }
                var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
                    upgradeConfiguration: upgradeConfiguration(url, headers, options, into: mailbox))
                // A server may speak in the same packet that ends the handshake; the default would drop what it said.
                configuration.leftOverBytesStrategy = .forwardBytes
                try pipeline.configureUpgradableHTTPClientPipeline(configuration: configuration)
                    .flatMap { $0 }.cascade(to: upgraded)
                try pipeline.addHandler(FailureForwarder(upgraded: upgraded))
            }
        }
    bootstrap.connect(host: url.host, port: url.port).whenComplete { result in
        switch result {
        case .failure(let error): upgraded.fail(error)
        case .success(let channel):
            let deadline = channel.eventLoop.scheduleTask(in: connectTimeout) {
                upgraded.fail(HandshakeTooSlow())
                channel.close(promise: nil)
            }
            upgraded.futureResult.whenComplete { _ in deadline.cancel() }
        }
    }
    return upgraded.futureResult
}

private func tlsContext(_ options: WebSocketClient.Options) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    if let file = options.certificateAuthorityFile { configuration.trustRoots = .file(file) }
    return try NIOSSLContext(configuration: configuration)
}

private func upgradeConfiguration(
    _ url: WebSocketURL, _ headers: [HTTPHeader], _ options: WebSocketClient.Options,
    into mailbox: Mailbox<WebSocketMessage>
) -> NIOTypedHTTPClientUpgradeConfiguration<EventLoopFuture<any Channel>> {
    var fields = HTTPHeaders([("Host", url.hostHeader), ("Content-Length", "0")])
    for header in headers { fields.add(name: header.name, value: header.value) }
    let upgrader = NIOTypedWebSocketClientUpgrader<EventLoopFuture<any Channel>>(
        maxFrameSize: options.largestMessage,
        upgradePipelineHandler: { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHandler(
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1 << 16,
                        maxAccumulatedFrameSize: options.largestMessage))
                try pipeline.addHandler(
                    WebSocketReceiver(mailbox: mailbox, pingInterval: TimeAmount(options.pingInterval)))
                return channel.eventLoop.makeSucceededFuture(channel)
            }
        })
    return NIOTypedHTTPClientUpgradeConfiguration(
        upgradeRequestHead: HTTPRequestHead(version: .http1_1, method: .GET, uri: url.target, headers: fields),
        upgraders: [upgrader],
        notUpgradingCompletionHandler: { channel in
            channel.eventLoop.makeCompletedFuture {
                let declined = channel.eventLoop.makePromise(of: (any Channel).self)
                try channel.pipeline.syncOperations.addHandler(StatusReader(declined: declined))
                return declined.futureResult
            }
        })
}

/// Reads the status of a declined handshake.
private final class StatusReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    private let declined: EventLoopPromise<any Channel>

    init(declined: EventLoopPromise<any Channel>) { self.declined = declined }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        declined.fail(Declined(status: Int(head.status.code)))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        declined.fail(ChannelError.eof)
        context.fireChannelInactive()
    }
}

/// Turns what goes wrong before the handshake is done, such as a certificate that is not trusted, into the answer.
private final class FailureForwarder: ChannelInboundHandler {
    typealias InboundIn = NIOAny
    private let upgraded: EventLoopPromise<any Channel>

    init(upgraded: EventLoopPromise<any Channel>) { self.upgraded = upgraded }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        upgraded.fail(error)
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        upgraded.fail(ChannelError.eof)
        context.fireChannelInactive()
    }
}
