public import Contracts
import EventLog
import ServiceKit

/// A service that is nothing but a stage on the log: its whole main loop.
public enum StageService {
    /// Hosts the stage under this service name until the shutdown: reads, folds and commits, one atomic step after another.
    public static func run<S: Stage>(_ name: String, _ stage: S.Type) {
        Service.run(name, LogAddress.init(reading:)) { service, log in
            do throws(LogError) {
                try host(stage, service, on: log)
            } catch .canceled {
                // The shutdown was requested while it waited for the log.
            }
        }
    }

    private static func host<S: Stage>(
        _ stage: S.Type, _ service: ServiceContext, on log: LogAddress
    ) throws(LogError) {
        var host = try StageHost(stage, on: log, instance: service.instance) {
            service.progress()
            return Shutdown.isRequested
        }
        service.ready()
        while !Shutdown.isRequested {
            _ = try host.foldNext(waitingAtMost: .milliseconds(250))
            service.progress(host.cursor)
        }
        try host.stop()
    }
}
