import Logging
import ServiceKit

/// Serves a local exchange that speaks Alpaca's wire.
@main
enum VenueService {
    static func main() async {
        await Service.run("venue", VenueSettings.init(reading:)) { @Sendable service, settings in
            let server = try VenueServer(settings, log: service.log)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await server.run { port in
                        service.log.notice("listening", metadata: ["host": "\(settings.host)", "port": "\(port)"])
                        service.ready()
                    }
                }
                group.addTask {
                    while !Shutdown.isRequested {
                        service.progress()
                        try await Task.sleep(for: .milliseconds(250))
                    }
                }
                try await group.next()
                group.cancelAll()
            }
        }
    }
}
