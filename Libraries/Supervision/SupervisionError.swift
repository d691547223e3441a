import Foundation

/// What went wrong while starting or watching another program.
public enum SupervisionError: Error, Equatable, CustomStringConvertible {
    /// A call to the operating system failed.
    case system(call: String, about: String, code: Int32)
    /// A program did not become ready in time; `log` is the end of what it wrote.
    case notReady(program: String, after: Duration, log: String)
    /// A program ended although it was needed.
    case ended(program: String, status: ExitStatus, log: String)

    public var description: String {
        switch self {
        case .system(let call, let about, let code):
            "\(call) failed for \(about): \(String(cString: strerror(code))) (errno \(code))"
        case .notReady(let program, let limit, let log):
            "\(program) was not ready after \(limit); its log ends: \(log)"
        case .ended(let program, let status, let log):
            "\(program) ended (\(status)); its log ends: \(log)"
        }
    }
}
