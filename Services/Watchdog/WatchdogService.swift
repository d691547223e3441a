import Glibc
import ServiceKit

/// Flattens the book when oms or risk have died: a process, a key and a way to listen of its own.
@main
enum WatchdogService {
    static func main() {
        Service.run("watchdog", WatchdogConfiguration.init(reading:)) { service, configuration in
            var watchdog = try Watchdog(service, configuration)
            service.ready()
            while !Shutdown.isRequested {
                watchdog.turn()
                service.progress()
                wait(for: watchdog.descriptor)
            }
        }
    }

    /// Until a heartbeat arrives, the shutdown is requested, or a quarter of a second has passed.
    private static func wait(for descriptor: Int32) {
        var wishes = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: Shutdown.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        // Interrupted or not, the loop looks again.
        _ = poll(&wishes, 2, 250)
    }
}
