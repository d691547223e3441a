/// Why a search over parameters can't be made from what was given, with what would be allowed.
public enum SearchError: Error, Hashable, Sendable {
    /// An axis that is not `NAME=FROM:TO:STEP` or `NAME=V1,V2,…`, and what is wrong with it.
    case unreadableAxis(String, because: String)
    case repeatedAxis(String)
    /// The parameter has a fixed value besides.
    case fixedAxis(String)
    case tooManyPoints(count: String, limit: Int)
    /// A book that is swept runs exactly one strategy.
    case notOneStrategy(has: Int)
    case unreadableShard(String)
}

extension SearchError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadableAxis(let text, let reason): "\"\(text)\": \(reason)"
        case .repeatedAxis(let name): "\(name) is varied twice"
        case .fixedAxis(let name): "\(name) is varied and has a fixed value besides"
        case .tooManyPoints(let count, let limit): "the grid has \(count) points; at most \(limit) are allowed"
        case .notOneStrategy(let has): "a sweep varies one strategy, and this book has \(has)"
        case .unreadableShard(let text): "\"\(text)\" is not I/N with I in 1…N and N in 1…\(Shard.maximumCount)"
        }
    }
}
