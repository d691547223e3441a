import Contracts

/// A value on its way in or out, before a codec makes it JSON or MessagePack.
///
/// A number keeps its literal text, so that a decimal never passes through `Double`.
indirect enum WireValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(String)
    case text(String)
    /// An RFC 3339 text in JSON, a timestamp extension in MessagePack.
    case instant(Timestamp)
    case list([WireValue])
    case object([WireMember])

    subscript(name: String) -> WireValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var items: [WireValue]? {
        guard case .list(let items) = self else { return nil }
        return items
    }

    var whole: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let text): Int64(text)
        default: nil
        }
    }
}

struct WireMember: Hashable, Sendable {
    let name: String
    let value: WireValue
}

extension WireValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral
{
    init(dictionaryLiteral elements: (String, WireValue)...) {
        self = .object(elements.map { WireMember(name: $0.0, value: $0.1) })
    }
    init(arrayLiteral elements: WireValue...) { self = .list(elements) }
    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension WireValue {
    /// A decimal string, as the trading side writes every amount.
    static func decimal(_ value: some FixedPoint) -> WireValue { .text(value.description) }
    static func decimal(_ value: (some FixedPoint)?) -> WireValue { value.map { .text($0.description) } ?? .null }
    /// A JSON number, as the market data side writes prices.
    static func bare(_ value: some FixedPoint) -> WireValue { .number(value.description) }
    static func optional(_ value: Timestamp?) -> WireValue { value.map(WireValue.instant) ?? .null }
    static func optional(_ value: String?) -> WireValue { value.map(WireValue.text) ?? .null }
}
