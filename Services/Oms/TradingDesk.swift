import Conduct
import Contracts
import EventLog
import Kernel
import ServiceKit

/// The loop of the OMS: the log, the broker's stream and the broker's requests meet here, in one thread.
///
/// What it does in a turn is `OmsConduct`, which the simulation runs as well; here it meets Redis, HTTP and the clock.
struct TradingDesk: ~Copyable {
    private var room: TradingRoom
    private var conduct: OmsConduct

    /// Connects to the log and recovers.
    init(_ service: ServiceContext, _ configuration: OmsConfiguration) throws(LogError) {
        room = try TradingRoom(service, configuration)
        conduct = OmsConduct()
    }

    var cursor: LogOffset { room.host.cursor }

    consuming func stop() throws(LogError) { try room.stop() }

    /// One turn: fold, listen, act, and wait if there was nothing to do.
    mutating func turn() throws(LogError) {
        try room.host.foldToTip()
        if room.stage.orders != nil, room.stream.connectIfDue() { conduct.streamBegan(room) }
        switch try conduct.turn(&room) {
        case .busy: break
        case .waiting: _ = try room.host.wait(atMost: .milliseconds(250), orReadable: Shutdown.descriptor)
        case .idle(.some(let awaited)):
            try room.archiveWatch.look(for: awaited, waitingAtMost: .milliseconds(50))
        case .idle(.none):
            let descriptor = room.stream.descriptor
            _ = try room.host.wait(atMost: .milliseconds(250), orReadable: descriptor)
        }
    }
}
