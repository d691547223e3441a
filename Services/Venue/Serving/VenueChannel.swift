import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// What a new connection turned out to be.
enum Negotiated: Sendable {
    case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
    case stream(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, StreamHandshake)
    /// The upgrade was asked for where there is no stream; the answer is on its way.
    case refused
}

/// What the handshake of a stream told.
struct StreamHandshake: Hashable, Sendable {
    let endpoint: StreamEndpoint
    let codec: Codec
    let keyID: String?
    let secret: String?

    init?(_ head: HTTPRequestHead) {
        guard let endpoint = StreamEndpoint(path: head.uri) else { return nil }
        self.endpoint = endpoint
        let type = head.headers.first(name: "Content-Type")?.lowercased() ?? ""
        codec = type.contains("msgpack") ? .messagePack : .json
        keyID = head.headers.first(name: "APCA-API-KEY-ID")
        secret = head.headers.first(name: "APCA-API-SECRET-KEY")
    }
}

/// The two kinds of stream, by their paths.
enum StreamEndpoint: Hashable, Sendable {
    case trades, data

    init?(path: String) {
        switch path.prefix(while: { $0 != "?" }) {
        case "/stream", "/stream/": self = .trades
        case "/v2/iex", "/v2/sip", "/v2/delayed_sip", "/v2/test", "/v2/otc", "/v2/boats", "/v2/overnight": self = .data
        default: return nil
        }
    }
}

/// Serves HTTP/1.1 and, where a client asks for it on a stream's path, WebSocket.
struct VenueChannel: ServerChildChannel, HTTPChannelHandler {
    struct Value: ServerChildChannelValue {
        let negotiated: EventLoopFuture<Negotiated>
        let channel: any Channel
    }

    let responder: HTTPChannelHandler.Responder
    let streams: StreamServer

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let upgrader = NIOTypedWebSocketServerUpgrader<Negotiated>(
                maxFrameSize: 1 << 20, shouldUpgrade: shouldUpgrade, upgradePipelineHandler: openStream)
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration(
                upgradeConfiguration: .init(upgraders: [upgrader]) { channel in openHTTP(channel, logger) })
            configuration.enablePipelining = false
            configuration.enableErrorHandling = false
            configuration.enableResponseHeaderValidation = false
            let negotiated = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                configuration: configuration)
            return Value(negotiated: negotiated, channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.negotiated.get() {
            case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
            case .stream(let channel, let handshake): await streams.serve(channel, handshake)
            case .refused: break
            }
        } catch {
            // The client went away, or spoke something else, before it was clear what it wanted.
            logger.debug("connection not negotiated", metadata: ["error": "\(error)"])
            value.channel.close(promise: nil)
        }
    }

    @Sendable private func shouldUpgrade(_ channel: any Channel, _ head: HTTPRequestHead) -> EventLoopFuture<
        HTTPHeaders?
    > {
        if StreamHandshake(head) != nil { return channel.eventLoop.makeSucceededFuture(HTTPHeaders()) }
        // A declined upgrade would end the connection without a word.
        let body = channel.allocator.buffer(bytes: APIError.noEndpoint.wire.json)
        let headers: HTTPHeaders = [
            "Content-Type": "application/json", "Content-Length": "\(body.readableBytes)", "Connection": "close",
        ]
        channel.write(
            HTTPServerResponsePart.head(.init(version: .http1_1, status: .notFound, headers: headers)), promise: nil)
        channel.write(HTTPServerResponsePart.body(.byteBuffer(body)), promise: nil)
        return channel.writeAndFlush(HTTPServerResponsePart.end(nil)).flatMap { channel.close() }.map { nil }
    }

    @Sendable private func openStream(_ channel: any Channel, _ head: HTTPRequestHead) -> EventLoopFuture<Negotiated> {
        channel.eventLoop.makeCompletedFuture {
            guard let handshake = StreamHandshake(head) else { return .refused }
            // Clients may cut a message into pieces of any size; one SDK sends an empty last one.
            try channel.pipeline.syncOperations.addHandler(
                NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 4096, maxAccumulatedFrameSize: 1 << 20))
            return .stream(try NIOAsyncChannel(wrappingChannelSynchronously: channel), handshake)
        }
    }

    @Sendable private func openHTTP(_ channel: any Channel, _ logger: Logger) -> EventLoopFuture<Negotiated> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try channel.pipeline.syncOperations.addHandler(HTTPConnectionStateHandler(logger: logger))
            return .http(
                try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
        }
    }
}
