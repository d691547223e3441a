import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// One WebSocket connection. Its messages arrive in a mailbox, filled by a thread of this library that only reads.
///
/// Pings are answered, and sent: a peer that is silent for two intervals counts as gone. After `closed` nothing more comes.
public final class WebSocketClient: Sendable {
    public struct Options: Sendable {
        /// For TCP, TLS and handshake together.
        public var connectTimeout: Duration
        /// How often a ping is sent.
        public var pingInterval: Duration
        /// In bytes, whole, also when it came in fragments.
        public var largestMessage: Int
        /// Messages that may wait for the owner. One more closes the connection, since nothing may be lost silently.
        public var mailboxCapacity: Int
        /// A PEM file to trust instead of the system's authorities.
        public var certificateAuthorityFile: String?

        public init(
            connectTimeout: Duration = .seconds(5), pingInterval: Duration = .seconds(3),
            largestMessage: Int = 16 << 20, mailboxCapacity: Int = 4096, certificateAuthorityFile: String? = nil
        ) {
            self.connectTimeout = connectTimeout
            self.pingInterval = pingInterval
            self.largestMessage = largestMessage
            self.mailboxCapacity = mailboxCapacity
            self.certificateAuthorityFile = certificateAuthorityFile
        }
    }

    /// What the connection has delivered and the owner has not yet taken.
    public let mailbox: Mailbox<WebSocketMessage>
    private let channel: any Channel

    /// Connects and waits until the handshake is done. Call it from a thread of your own, never from an event loop.
    public init(
        connectingTo text: String, headers: [HTTPHeader] = [], options: Options = Options()
    ) throws(WebSocketError) {
        let shown = urlWithoutSecrets(text)
        guard let url = WebSocketURL(text) else { throw WebSocketError(reason: .badURL, url: shown) }
        let mailbox = Mailbox<WebSocketMessage>(capacity: options.mailboxCapacity)
        do {
            channel = try webSocketChannel(to: url, headers: headers, options: options, into: mailbox).wait()
        } catch {
            throw WebSocketError(reason: reason(of: error), url: shown)
        }
        self.mailbox = mailbox
    }

    deinit { close() }

    /// Sends a text message. A connection that is gone says so in the mailbox.
    public func send(text: String) {
        send(.text, channel.allocator.buffer(string: text))
    }

    public func send(binary bytes: [UInt8]) {
        send(.binary, channel.allocator.buffer(bytes: bytes))
    }

    /// Says goodbye and closes. Messages already delivered stay in the mailbox.
    public func close() {
        mailbox.finish(with: .closed(.byUs))
        var code = channel.allocator.buffer(capacity: 2)
        code.write(webSocketErrorCode: .normalClosure)
        send(.connectionClose, code)
        channel.close(promise: nil)
    }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        channel.writeAndFlush(frame, promise: nil)
    }
}

private func reason(of error: any Error) -> WebSocketError.Reason {
    switch error {
    case let error as Declined: .refused(status: error.status)
    case is HandshakeTooSlow: .timedOut
    case ChannelError.connectTimeout: .timedOut
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: .tlsFailed(String(describing: error))
    default: .connectFailed(String(describing: error))
    }
}
