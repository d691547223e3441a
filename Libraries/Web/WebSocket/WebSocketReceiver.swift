import NIOCore
import NIOWebSocket

/// Puts whole messages into the mailbox, answers pings, sends its own, and says once why the connection ended.
final class WebSocketReceiver: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let mailbox: Mailbox<WebSocketMessage>
    private let pingInterval: TimeAmount
    private var pings: RepeatedTask?
    private var lastHeard = NIODeadline.now()

    init(mailbox: Mailbox<WebSocketMessage>, pingInterval: TimeAmount) {
        self.mailbox = mailbox
        self.pingInterval = pingInterval
    }

    func handlerAdded(context: ChannelHandlerContext) {
        lastHeard = .now()
        let bound = NIOLoopBound((receiver: self, context: context), eventLoop: context.eventLoop)
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: pingInterval, delay: pingInterval) { _ in
            bound.value.receiver.ping(context: bound.value.context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { pings?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastHeard = .now()
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text: deliver(.text(String(buffer: frame.unmaskedData)), context: context)
        case .binary: deliver(.binary(Array(frame.unmaskedData.readableBytesView)), context: context)
        case .ping: send(.pong, frame.unmaskedData, context: context)
        case .pong: break
        case .connectionClose: answerClose(frame, context: context)
        default: fail(.protocolError("opcode \(frame.opcode)"), context: context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        mailbox.finish(with: .closed(.lost("the peer closed the connection")))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let isProtocol = error is NIOWebSocketError || error is NIOWebSocketFrameAggregator.Error
        fail(isProtocol ? .protocolError("\(error)") : .lost("\(error)"), context: context)
    }

    private func deliver(_ message: WebSocketMessage, context: ChannelHandlerContext) {
        guard !mailbox.offer(message) else { return }
        fail(.mailboxFull(capacity: mailbox.capacity), context: context)
    }

    private func answerClose(_ frame: WebSocketFrame, context: ChannelHandlerContext) {
        var data = frame.unmaskedData
        let code = data.readInteger(as: UInt16.self)
        mailbox.finish(with: .closed(.byPeer(code: code, reason: String(buffer: data))))
        send(.connectionClose, frame.unmaskedData, context: context)
        context.close(promise: nil)
    }

    private func ping(context: ChannelHandlerContext) {
        let silence = NIODeadline.now() - lastHeard
        guard silence <= pingInterval + pingInterval else {
            return fail(.silent(seconds: silence.nanoseconds / 1_000_000_000), context: context)
        }
        send(.ping, context.channel.allocator.buffer(capacity: 0), context: context)
    }

    private func fail(_ closure: WebSocketClosure, context: ChannelHandlerContext) {
        mailbox.finish(with: .closed(closure))
        context.close(promise: nil)
    }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer, context: ChannelHandlerContext) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
