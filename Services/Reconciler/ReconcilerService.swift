import Brokers
import Contracts
import EventLog
import Kernel
import Logging
import ServiceKit

/// Compares our positions with the broker's whenever it is due, and reports once a cycle.
@main
enum ReconcilerService {
    static func main() {
        Service.run("reconciler", ReconcilerConfiguration.init(reading:)) { service, configuration in
            do throws(LogError) {
                var comparison = try Comparison(service, configuration)
                service.ready()
                while !Shutdown.isRequested {
                    try comparison.turn()
                    service.progress(comparison.cursor)
                }
                try comparison.stop()
            } catch .canceled {
                // The shutdown was requested while it waited for the log.
            }
        }
    }
}
