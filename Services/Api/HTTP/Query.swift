import Contracts

/// The query of a GET: `since`, `limit`, and what one resource adds. Anything else is refused, since a misspelled filter would show
/// everything.
struct Query: Hashable, Sendable {
    static let longestPage = 1_000
    /// Only what changed after this offset; `nil` asks for the newest.
    var since: LogOffset?
    var limit = 100
    var symbol: Symbol?
    /// `open` or `closed`.
    var state: String?

    init() {}

    init(_ text: String, also names: Set<String> = []) throws(Problem) {
        var seen: Set<String> = []
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = percentDecoded(halves[0]), let value = percentDecoded(halves.count > 1 ? halves[1] : "")
            else {
                throw .badRequest("invalidQuery", nil, "the query is not percent-encoded UTF-8")
            }
            guard name == "since" || name == "limit" || names.contains(name) else {
                let known = (["since", "limit"] + names.sorted()).joined(separator: ", ")
                throw .badRequest("unknownParameter", String(name.prefix(40)), "known here: \(known)")
            }
            guard seen.insert(name).inserted else {
                throw .badRequest("repeatedParameter", name, "\(name) is given twice")
            }
            try set(name, value)
        }
    }

    private mutating func set(_ name: String, _ value: String) throws(Problem) {
        switch name {
        case "since":
            guard let offset = UInt64(value), !value.hasPrefix("+") else {
                throw .badRequest("invalidParameter", name, "since is a log offset, a whole number from 0")
            }
            since = LogOffset(offset)
        case "limit":
            guard let limit = Int(value), (1...Self.longestPage).contains(limit) else {
                throw .badRequest("invalidParameter", name, "limit is a whole number from 1 to \(Self.longestPage)")
            }
            self.limit = limit
        case "symbol":
            guard let symbol = Symbol(value) else {
                throw .badRequest("invalidParameter", name, "symbol is one such as GLD")
            }
            self.symbol = symbol
        default:
            guard value == "open" || value == "closed" else {
                throw .badRequest("invalidParameter", name, "state is open or closed")
            }
            state = value
        }
    }
}

/// `%41` and `+` undone; `nil` if it is cut off, or not UTF-8 afterwards.
func percentDecoded(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var source = text.utf8.makeIterator()
    while let byte = source.next() {
        switch byte {
        case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
        case UInt8(ascii: "%"):
            guard let high = source.next().flatMap(hexDigit), let low = source.next().flatMap(hexDigit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        default: bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.flatMap { $0 < 16 && byte < 128 ? UInt8($0) : nil }
}
