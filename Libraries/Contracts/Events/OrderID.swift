/// Our name for an order, made from its cause: `<book>-<instant>-<symbol>-<index>-<attempt>`, at most 48 characters.
///
/// A replay makes the same ids and the venue refuses repeats, which is what keeps one intent at one order. An id that is made here
/// holds its parts, and its text is written where somebody reads it: a backtest makes one for every order and hands it through five
/// stages, where a text would be allocated once and counted dozens of times.
public struct OrderID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Two ids that are not the same are told apart by this number alone, all but always.
    public let fingerprint: UInt64
    /// The parts of an id that was made here.
    @usableFromInline let second: Int64
    @usableFromInline let series: UInt32
    @usableFromInline let index: UInt16
    @usableFromInline let attempt: UInt16
    /// The text of one that came from outside; `nil` for one that was made here.
    @usableFromInline let received: ReceivedText?

    /// Texts are kept apart: most ids have none, and are the shorter for it.
    @usableFromInline
    final class ReceivedText: Sendable {
        let text: String
        init(_ text: String) { self.text = text }
    }

    public init(_ series: OrderSeries, at: Timestamp, index: UInt16, attempt: Int) {
        guard let attempt = UInt16(exactly: attempt) else {
            preconditionFailure("an instrument has at most 65,535 orders in a second, not \(attempt)")
        }
        second = at.nanoseconds.flooredDivision(by: nanosPerUnit)
        self.series = series.number
        self.index = index
        self.attempt = attempt
        received = nil
        fingerprint = OrderFingerprint.of(series.fingerprint, second: second, index, attempt)
    }

    public init(book: String, at: Timestamp, symbol: Symbol, index: UInt16, attempt: Int) {
        self.init(OrderSeries(book: book, symbol: symbol), at: at, index: index, attempt: attempt)
    }

    /// An id as it came back from the venue or the log.
    public init(_ text: String) {
        (second, series, index, attempt) = (0, 0, 0, 0)
        received = ReceivedText(text)
        fingerprint = OrderFingerprint.of(text)
    }

    public var text: String {
        if let received { return received.text }
        return OrderSeries.text(series, Timestamp(nanoseconds: second * nanosPerUnit), index, attempt)
    }

    public var description: String { text }
    public static func < (left: OrderID, right: OrderID) -> Bool { left.text < right.text }

    // Inlinable, since a backtest compares ids all the time.
    @inlinable
    public static func == (left: OrderID, right: OrderID) -> Bool {
        guard left.fingerprint == right.fingerprint else { return false }
        guard left.received == nil, right.received == nil else { return isSameText(left, right) }
        return left.second == right.second && left.series == right.series && left.index == right.index
            && left.attempt == right.attempt
    }

    @usableFromInline
    static func isSameText(_ left: OrderID, _ right: OrderID) -> Bool { left.text == right.text }

    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
