public import Contracts
import Glibc

/// The clocks of this machine. Only services and adapters read them; stages get their time from entries.
public enum WallClock {
    /// The time of day, as the machine believes it; it may jump.
    public static func now() -> Timestamp { Timestamp(nanoseconds: read(CLOCK_REALTIME)) }

    /// Nanoseconds since some fixed instant, never jumping; comparable between the processes of one machine.
    public static func monotonicNanoseconds() -> Int64 { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
