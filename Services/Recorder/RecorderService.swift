import Archive
import Contracts
import Glibc
import LogRules
import ServiceKit

/// Copies the log into Postgres, so that what had an effect outside is never lost.
@main
enum RecorderService {
    static func main() {
        Service.run("recorder", RecorderSettings.init(reading:)) { service, settings in
            var recorder = Recorder(settings, instance: service.instance, logger: service.log) {
                service.progress()
                return Shutdown.isRequested
            }
            while !Shutdown.isRequested {
                do {
                    report(try recorder.turn(), to: service)
                } catch {
                    guard let problem = problem(error) else { throw error }
                    throw ConfigurationError(key: "postgres.url", problem: problem)
                }
            }
            try recorder.stop()
        }
    }

    private static func report(_ turn: Recorder.Turn, to service: ServiceContext) {
        switch turn {
        case .archived(let offset, _), .idle(let offset):
            service.note("")
            service.ready()
            service.progress(offset)
        case .waiting(let reason, let pause):
            service.note("waits for \(reason)")
            service.progress()
            wait(pause)
        }
    }

    /// What a person has to mend before another start makes sense; `nil` for everything else.
    private static func problem(_ error: any Error) -> String? {
        switch error {
        case let error as ArchiveComparison.Difference: "\(error)"
        case let error as ArchiveError:
            switch error {
            case .wrongMode, .schemaAhead, .schemaBehind, .migrationChanged, .brokenFrontier,
                .postgres(.unreadableConnectionString):
                "\(error)"
            case .postgres, .gap, .cursorMoved: nil
            }
        default: nil
        }
    }

    /// Sleeps, unless the shutdown is requested first.
    private static func wait(_ pause: Duration) {
        var source = pollfd(fd: Shutdown.descriptor, events: Int16(POLLIN), revents: 0)
        poll(&source, 1, Int32(pause / .milliseconds(1)))
    }
}
