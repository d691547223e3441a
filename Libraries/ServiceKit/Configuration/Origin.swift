/// Where a configured value was written down: a line of a file, or an environment variable.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
    case file(path: String, line: Int)
    case environment(variable: String)

    public var description: String {
        switch self {
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let variable): "environment \(variable)"
        }
    }
}
