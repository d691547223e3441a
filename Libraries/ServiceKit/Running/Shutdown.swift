import Glibc
import Synchronization

/// The wish of the process manager or the terminal (SIGTERM, SIGINT) that this process end.
///
/// A loop looks at `isRequested` at least four times a second; one that polls descriptors adds `descriptor` and wakes at once.
public enum Shutdown {
    public static var isRequested: Bool { requested.load(ordering: .acquiring) }

    /// Becomes readable when the shutdown is requested, and stays so. Nobody reads from it.
    public static var descriptor: Int32 { pipeEnds.reading }

    /// Asks this process to end, as a signal would.
    public static func request() {
        requested.store(true, ordering: .releasing)
        // Allowed inside a signal handler, as is the store above; a full pipe already says all there is to say.
        _ = Glibc.write(pipeEnds.writing, "x", 1)
    }

    /// Makes SIGTERM and SIGINT request the shutdown, and SIGPIPE harmless. `Service.run` does this.
    public static func install() {
        // Made before the handler can run, because making a pipe is not for signal handlers.
        _ = pipeEnds
        _ = isRequested
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Shutdown.request() }
        action.sa_flags = SA_RESTART
        sigaction(SIGTERM, &action, nil)
        sigaction(SIGINT, &action, nil)
        signal(SIGPIPE, SIG_IGN)
    }
}

private let requested = Atomic<Bool>(false)

private let pipeEnds: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "a process has descriptors for a pipe when it starts")
    for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
}()
