/// One of several parts of a search, for machines that share nothing: part I of N takes every N-th point.
///
/// Neighbors on the grid take equally long, so that striding gives every machine the same work.
public struct Shard: Hashable, Sendable, CustomStringConvertible, Codable {
    /// 1 … `count`.
    public let number: Int
    public let count: Int

    public static let maximumCount = 100_000
    public static let whole = Shard(number: 1, count: 1)

    private init(number: Int, count: Int) {
        self.number = number
        self.count = count
    }

    /// Reads `I/N`.
    public init(_ text: String) throws(SearchError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1],
            (1...Self.maximumCount).contains(count), (1...count).contains(number)
        else { throw .unreadableShard(text) }
        self.init(number: number, count: count)
    }

    public var description: String { "\(number)/\(count)" }

    /// This part's elements of a list. Over all parts each element is taken exactly once.
    public func part<Element>(of list: [Element]) -> [Element] {
        stride(from: number - 1, to: list.count, by: count).map { list[$0] }
    }
}
