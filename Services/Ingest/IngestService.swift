import Contracts
import EventLog
import Logging
import Providers
import ServiceKit

/// Brings bars into the log: exactly one frame an instant, in order.
@main
enum IngestService {
    static func main() {
        Service.run("ingest", IngestConfiguration.init(reading:)) { service, configuration in
            do {
                guard let book = try awaitBook(service, configuration.log) else { return }
                var frames = try FrameLog.open(service, on: configuration.log, book: book)
                switch configuration.source {
                case .files(let files):
                    try FileSource(files, service: service, universe: book.universe).run(into: &frames)
                case .stream(let settings):
                    var source = StreamSource(settings, service: service, universe: book.universe)
                    try source.run(into: &frames)
                }
                try frames.stop()
            } catch LogError.canceled {
                return
            }
        }
    }

    /// The book's configuration, which the api puts first into the log; `nil` when the process is to end.
    private static func awaitBook(_ service: ServiceContext, _ address: LogAddress) throws -> BookConfiguration? {
        var reader = try LogReader(on: address)
        while !Shutdown.isRequested {
            if let raw = try reader.newest(of: .configChange) {
                let entry = try raw.decoded()
                guard case .configChange(let change) = entry.event else { return nil }
                service.log.notice(
                    "book found",
                    metadata: [
                        "log.offset": "\(entry.offset)", "instruments": "\(change.configuration.universe.count)",
                    ])
                return change.configuration
            }
            service.note("waiting for the book's configuration")
            service.progress()
            _ = try reader.wait(for: [.configChange], after: .start, atMost: .milliseconds(250))
        }
        return nil
    }
}
