import Contracts

/// One parameter and the values that a search tries for it, ascending.
public struct SearchAxis: Hashable, Sendable {
    public let name: String
    public let values: [Double]

    /// The most values that one axis may have.
    public static let maximumCount = 100_000

    /// Reads `NAME=FROM:TO:STEP`, both ends included where the step meets them, or `NAME=V1,V2,…`.
    ///
    /// Steps are counted in exact billionths, so that `0:1:0.1` has the numbers a person would write, and eleven of them.
    public init(_ text: String) throws(SearchError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw .unreadableAxis(text, because: "it is neither NAME=FROM:TO:STEP nor NAME=V1,V2,…")
        }
        name = String(parts[0])
        let places = parts[1].contains(":") ? try Self.range(parts[1], text) : try Self.list(parts[1], text)
        values = places.map { Double($0) / Double(nanosPerUnit) }
    }

    private static func range(_ spans: Substring, _ text: String) throws(SearchError) -> [Int64] {
        let parts = try numbers(spans, separator: ":", text)
        guard parts.count == 3 else { throw .unreadableAxis(text, because: "a range is FROM:TO:STEP") }
        let (first, last, step) = (parts[0], parts[1], parts[2])
        guard step > 0 else { throw .unreadableAxis(text, because: "the step must be above 0") }
        guard last >= first else { throw .unreadableAxis(text, because: "TO is below FROM") }
        let span = last.subtractingReportingOverflow(first)
        guard !span.overflow, span.partialValue / step < Int64(maximumCount) else {
            throw .unreadableAxis(text, because: "it has more than \(maximumCount) values")
        }
        return Array(stride(from: first, through: last, by: Int64.Stride(step)))
    }

    private static func list(_ items: Substring, _ text: String) throws(SearchError) -> [Int64] {
        let values = try numbers(items, separator: ",", text).sorted()
        guard values.count <= maximumCount else {
            throw .unreadableAxis(text, because: "it has more than \(maximumCount) values")
        }
        guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw .unreadableAxis(text, because: "it has a value twice")
        }
        return values
    }

    private static func numbers(
        _ list: Substring, separator: Character, _ text: String
    ) throws(SearchError) -> [Int64] {
        var numbers: [Int64] = []
        for item in list.split(separator: separator, omittingEmptySubsequences: false) {
            guard let nanos = nanosOfDecimal(item.utf8) else {
                throw .unreadableAxis(text, because: "\"\(item)\" is not a plain number within ±9 billion")
            }
            numbers.append(nanos)
        }
        return numbers
    }
}
