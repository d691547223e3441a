import Conduct
import Glibc

/// Ends this process at a named instant when a crash test asks for it, as an operator or a machine would: without a word.
///
/// `BULLION_TEST_KILL_POINT=afterSend:3` ends it the third time that it has sent an order.
extension KillPoint {
    private struct Plan {
        var point: KillPoint
        var remaining: Int
    }

    /// Only the main thread passes kill points.
    @MainActor private static var plan: Plan? = {
        guard let text = getenv("BULLION_TEST_KILL_POINT").map({ String(cString: $0) }) else { return nil }
        let parts = text.split(separator: ":")
        guard let name = parts.first, let point = KillPoint(rawValue: String(name)) else { return nil }
        return Plan(point: point, remaining: parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
    }()

    func pass() {
        MainActor.assumeIsolated {
            guard let plan = Self.plan, plan.point == self else { return }
            Self.plan?.remaining -= 1
            if plan.remaining <= 1 { kill(getpid(), SIGKILL) }
        }
    }
}
