import NIOCore
import NIOWebSocket

/// Reads the frames of stream clients and hands their messages to the venue, each client's in order.
struct StreamServer: Sendable {
    private static let authenticationTime = TimeAmount.seconds(10)

    let venue: Venue
    /// How often a client is asked whether it is there. Twice as long without a word, and its connection ends.
    let pingInterval: TimeAmount

    func serve(_ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, _ handshake: StreamHandshake) async {
        let connection = StreamConnection(
            channel: channel.channel, codec: handshake.codec, prefersBinary: handshake.endpoint == .trades)
        let id: Int
        switch handshake.endpoint {
        case .trades: id = await venue.joinTrades(connection)
        case .data:
            id = await venue.joinData(connection, id: handshake.keyID, secret: handshake.secret)
            channel.channel.eventLoop.scheduleTask(in: Self.authenticationTime) { [venue] in
                Task { await venue.dataAuthenticationDue(id) }
            }
        }
        let pings = channel.channel.eventLoop.scheduleRepeatedTask(
            initialDelay: pingInterval, delay: pingInterval
        ) { [pingInterval] _ in connection.ping(givingUpAfter: pingInterval + pingInterval) }
        defer { pings.cancel() }
        do {
            try await channel.executeThenClose { inbound, _ in
                for try await frame in inbound {
                    guard await hear(frame, connection, handshake.endpoint, id) else { return }
                }
            }
        } catch {
            // A broken connection ends like a closed one: the client comes back and resynchronizes.
        }
        switch handshake.endpoint {
        case .trades: await venue.leaveTrades(id)
        case .data: await venue.leaveData(id)
        }
    }

    /// Answers one frame; false when the client has said good-bye.
    private func hear(
        _ frame: WebSocketFrame, _ connection: StreamConnection, _ endpoint: StreamEndpoint, _ id: Int
    ) async -> Bool {
        connection.noteHeard()
        if connection.isMute { return true }
        switch frame.opcode {
        case .ping: connection.pong(frame.unmaskedData)
        case .text, .binary:
            let message = connection.codec.decode(Array(frame.unmaskedData.readableBytesView))
            switch endpoint {
            case .trades: await venue.hearTrade(id, message)
            case .data: await venue.hearData(id, message)
            }
        case .connectionClose:
            await connection.farewell()
            return false
        default: break
        }
        return true
    }
}
