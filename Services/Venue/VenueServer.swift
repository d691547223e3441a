import Contracts
import Glibc
import Hummingbird
import Logging
import NIOCore
import ServiceKit

/// A venue and the server in front of it.
struct VenueServer: Sendable {
    let venue: Venue
    private let settings: VenueSettings
    private let log: Logger

    init(_ settings: VenueSettings, log: Logger) throws {
        let dataSet = try settings.dataSet()
        for row in dataSet.quarantined { log.warning("row quarantined", metadata: ["row": "\(row)"]) }
        if settings.clock == .replay && dataSet.frames.isEmpty {
            throw ConfigurationError(key: "venue.from", problem: "leaves no session to replay")
        }
        venue = try Venue(settings: settings, dataSet: dataSet, now: { WallClock.now() }) { error in
            log.critical("journal not written", metadata: ["error": "\(error)"])
            exit(ServiceExit.restart)
        }
        self.settings = settings
        self.log = log
    }

    /// Serves until its task is canceled.
    ///
    /// - Parameter onListening: Called with the port once connections are accepted.
    func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
        let streams = StreamServer(venue: venue, pingInterval: .milliseconds(settings.pingMilliseconds))
        var quiet = log
        quiet.logLevel = max(quiet.logLevel, .notice)
        let application = Application(
            responder: VenueResponder(venue: venue),
            server: .init { responder in VenueChannel(responder: responder, streams: streams) },
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: "bullion-venue"),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) }, logger: quiet)
        let ending = await withTaskGroup(of: Result<Void, any Error>.self) { group in
            group.addTask { await outcome { try await application.run() } }
            if settings.clock == .live { group.addTask { await outcome { try await tickForever() } } }
            let first = await group.next()
            group.cancelAll()
            return first
        }
        await venue.close()
        try ending?.get()
    }

    private func tickForever() async throws {
        while true {
            try await Task.sleep(for: .milliseconds(1000 / LiveMarket.ticksPerSecond))
            await venue.tick()
        }
    }
}

private func outcome(_ work: () async throws -> Void) async -> Result<Void, any Error> {
    do {
        return .success(try await work())
    } catch {
        return .failure(error)
    }
}
