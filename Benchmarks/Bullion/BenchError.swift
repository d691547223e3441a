import Supervision

/// Why there is no number.
enum BenchError: Error, CustomStringConvertible {
    case disagreement(work: String, String, String)
    case child(program: String, status: ExitStatus, log: String)
    case unreadable(what: String, text: String)
    case unwritable(path: String, reason: String)

    var description: String {
        switch self {
        case .disagreement(let work, let one, let other):
            "\(work): \"\(one)\" and \"\(other)\" end with different results"
        case .child(let program, let status, let log): "\(program) ended with \(status): \(log)"
        case .unreadable(let what, let text): "\(what) is not readable: \(text)"
        case .unwritable(let path, let reason): "\(path): could not be written: \(reason)"
        }
    }
}
