import Contracts
import EventLog
import Kernel
import ServiceKit

/// Turns verdicts into orders at the broker, and what the broker says into facts.
@main
enum OmsService {
    static func main() {
        Service.run("oms", OmsConfiguration.init(reading:)) { service, configuration in
            do throws(LogError) {
                var desk = try TradingDesk(service, configuration)
                service.ready()
                while !Shutdown.isRequested {
                    try desk.turn()
                    service.progress(desk.cursor)
                }
                try desk.stop()
            } catch .canceled {
                // The shutdown was requested while it waited for the log.
            }
        }
    }
}
