import NIOCore
import NIOWebSocket
import Synchronization

/// One WebSocket client: where its messages go and in which codec.
///
/// Writes from any thread keep their order, because the channel queues them on its event loop. A client that does not read is cut off
/// rather than queued for without bound.
final class StreamConnection: Sendable {
    /// Messages that may wait for a slow client before it is cut off.
    private static let patience = 10_000

    let codec: Codec
    private let channel: any Channel
    private let opcode: WebSocketOpcode
    private let backlog = Atomic<Int>(0)
    private let muted = Atomic<Bool>(false)
    /// When the client last said anything, on the clock of `NIODeadline`.
    private let heardAt = Atomic<UInt64>(NIODeadline.now().uptimeNanoseconds)

    /// - Parameter prefersBinary: Whether JSON travels in binary frames, as `trade_updates` does.
    init(channel: any Channel, codec: Codec, prefersBinary: Bool) {
        self.channel = channel
        self.codec = codec
        opcode = codec == .messagePack || prefersBinary ? .binary : .text
    }

    /// Says nothing and hears nothing from now on, and stays open: as a peer that lost its network without knowing.
    func mute() { muted.store(true, ordering: .relaxed) }
    var isMute: Bool { muted.load(ordering: .relaxed) }

    /// Ends the connection without a good-bye.
    func cut() { channel.close(promise: nil) }

    /// Sends a message that must arrive, or ends the connection.
    func send(_ message: WireValue) {
        guard !isMute else { return }
        guard backlog.wrappingAdd(1, ordering: .relaxed).newValue <= Self.patience else {
            close()
            return
        }
        let written = channel.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { [weak self] _ in
            self?.backlog.wrappingSubtract(1, ordering: .relaxed)
        }
        channel.writeAndFlush(
            WebSocketFrame(fin: true, opcode: opcode, data: channel.allocator.buffer(bytes: codec.encode(message))),
            promise: written)
    }

    /// Sends a message that the next one makes obsolete, unless the client is behind.
    func sendIfIdle(_ message: WireValue) {
        if backlog.load(ordering: .relaxed) < 64 { send(message) }
    }

    /// The client has said something.
    func noteHeard() { heardAt.store(NIODeadline.now().uptimeNanoseconds, ordering: .relaxed) }

    /// Asks a client whether it is there, or ends the connection if it has been silent for `limit`: a process that stands still keeps its
    /// connections, and with them the place of its successor.
    func ping(givingUpAfter limit: TimeAmount) {
        guard !isMute else { return }
        let silence = NIODeadline.now() - .uptimeNanoseconds(heardAt.load(ordering: .relaxed))
        if silence > limit { cut() } else { write(.ping, ByteBuffer()) }
    }

    func pong(_ payload: ByteBuffer) { write(.pong, payload) }

    /// Says good-bye and ends the connection.
    func close(_ code: WebSocketErrorCode = .normalClosure) {
        var payload = channel.allocator.buffer(capacity: 2)
        payload.write(webSocketErrorCode: code)
        let channel = channel
        channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: payload)).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    /// Answers a client's good-bye, and waits until the answer has left.
    func farewell() async {
        var payload = channel.allocator.buffer(capacity: 2)
        payload.write(webSocketErrorCode: .normalClosure)
        // The client may be gone already; then there is no one to answer.
        try? await channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: payload)).get()
    }

    private func write(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) {
        channel.writeAndFlush(WebSocketFrame(fin: true, opcode: opcode, data: payload), promise: nil)
    }
}
