import Foundation

/// How a process ended.
public enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
    /// It returned from `main` or called `exit` with this code.
    case exited(Int32)
    /// This signal ended it.
    case signaled(Int32)

    /// Whether it exited with code 0.
    public var isSuccess: Bool { self == .exited(0) }

    public var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }

    /// Reads the status word of `waitpid`, whose macros Swift does not import.
    init(statusWord: Int32) {
        let signal = statusWord & 0x7f
        self = signal == 0 ? .exited((statusWord >> 8) & 0xff) : .signaled(signal)
    }
}
