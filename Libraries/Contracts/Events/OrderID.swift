/// Our name for an order, made from its cause: `<book>-<instant>-<symbol>-<index>-<attempt>`, at most 48 characters.
///
/// A replay makes the same ids and the venue refuses repeats, which is what keeps one intent at one order. An id that is made here
/// holds its parts, and its text is written where somebody reads it: a backtest makes one for every order and hands it through five
/// stages, where a text would be allocated once and counted dozens of times.
public struct OrderID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// A hash of the text. Ids of one book differ in a few digits near their end, and two that are not the same are told apart by this
    /// number alone.
    public let fingerprint: UInt64
    private let parts: Parts
    /// The text of an id that came from outside; `nil` for one that was made here.
    private let received: ReceivedText?

    private struct Parts: Hashable, BitwiseCopyable, Sendable {
        var second: Int64 = 0
        var series = OrderSeries.Number(place: 0)
        var index: UInt16 = 0
        var attempt: UInt16 = 0
    }

    /// Texts are kept apart: most ids have none, and are the shorter for it.
    private final class ReceivedText: Sendable {
        let text: String
        init(_ text: String) { self.text = text }
    }

    public init(_ series: OrderSeries, at: Timestamp, index: UInt16, attempt: Int) {
        guard let attempt = UInt16(exactly: attempt) else {
            preconditionFailure("an instrument has at most 65,535 orders in a second, not \(attempt)")
        }
        parts = Parts(
            second: at.nanoseconds.flooredDivision(by: nanosPerUnit), series: series.number, index: index,
            attempt: attempt)
        received = nil
        fingerprint = series.fingerprint(at, index, attempt)
    }

    public init(book: String, at: Timestamp, symbol: Symbol, index: UInt16, attempt: Int) {
        self.init(OrderSeries(book: book, symbol: symbol), at: at, index: index, attempt: attempt)
    }

    /// An id as it came back from the venue or the log.
    public init(_ text: String) {
        parts = Parts()
        received = ReceivedText(text)
        fingerprint = TextFingerprint(text).value
    }

    public var text: String {
        if let received { return received.text }
        let at = Timestamp(nanoseconds: parts.second * nanosPerUnit)
        return OrderSeries(parts.series).text(at, parts.index, parts.attempt)
    }

    public var description: String { text }
    public static func < (left: OrderID, right: OrderID) -> Bool { left.text < right.text }

    // Inlinable, so that most ids that differ are told apart by one comparison.
    @inlinable
    public static func == (left: OrderID, right: OrderID) -> Bool {
        left.fingerprint == right.fingerprint && isSame(left, right)
    }

    @usableFromInline
    static func isSame(_ left: OrderID, _ right: OrderID) -> Bool {
        if left.received == nil, right.received == nil { return left.parts == right.parts }
        return left.text == right.text
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
