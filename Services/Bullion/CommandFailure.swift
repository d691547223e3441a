import ArgumentParser
import Foundation

/// Why a command could not do its work, with the exit code that scripts go by.
enum CommandFailure: Error, CustomStringConvertible {
    /// A check did not hold.
    case failed(String)
    case notFound(String)
    /// A server does not answer.
    case unreachable(String)
    case misconfigured(String)

    var description: String {
        switch self {
        case .failed(let text), .notFound(let text), .unreachable(let text), .misconfigured(let text): text
        }
    }

    var exitCode: ExitCode {
        switch self {
        case .failed: ExitCode(1)
        case .notFound: ExitCode(4)
        case .unreachable: ExitCode(69)
        case .misconfigured: ExitCode(78)
        }
    }
}
