/// The number that tells ids apart. It follows from the parts of an id, so that one is made without its text; a text that spells such parts
/// has the same, and any other one the hash of its characters.
enum OrderFingerprint {
    @inline(__always)
    static func of(_ series: UInt64, second: Int64, _ index: UInt16, _ attempt: UInt16) -> UInt64 {
        var first = SplitMix64(seed: series ^ UInt64(bitPattern: second))
        var next = SplitMix64(seed: first.next() ^ (UInt64(index) << 16 | UInt64(attempt)))
        return next.next()
    }

    static func of(_ text: String) -> UInt64 { ofParts(Array(text.utf8)) ?? fowlerNollVo(text) }

    private static let dash = UInt8(ascii: "-")

    /// Parts are read from the end: the instant is the last that a text shows, since no symbol is as long as one.
    private static func ofParts(_ text: [UInt8]) -> UInt64? {
        for start in stride(from: text.count - 18, through: 1, by: -1)
        where text[start] == dash && text[start + 17] == dash {
            guard let second = second(text[(start + 1)..<(start + 17)]) else { continue }
            return ofParts(book: text[..<start], second, rest: text[(start + 18)...])
        }
        return nil
    }

    private static func ofParts(book: ArraySlice<UInt8>, _ second: Int64, rest: ArraySlice<UInt8>) -> UInt64? {
        guard let last = rest.lastIndex(of: dash), let attempt = part(rest[(last + 1)...]),
            let middle = rest[..<last].lastIndex(of: dash), let index = part(rest[(middle + 1)..<last]),
            let symbol = Symbol(String(decoding: rest[..<middle], as: UTF8.self))
        else { return nil }
        return of(
            OrderSeries.fingerprint(String(decoding: book, as: UTF8.self), symbol), second: second, index, attempt)
    }

    /// The second since 1970 that `20250630T193000Z` shows; `nil` for anything else.
    private static func second(_ text: ArraySlice<UInt8>) -> Int64? {
        let start = text.startIndex
        guard text[start + 8] == UInt8(ascii: "T"), text[start + 15] == UInt8(ascii: "Z"),
            let day = number(text[start..<(start + 8)]), let time = number(text[(start + 9)..<(start + 15)]),
            let date = TradingDate(year: Int(day / 10_000), month: Int(day / 100 % 100), day: Int(day % 100)),
            time / 10_000 < 24, time / 100 % 100 < 60, time % 100 < 60
        else { return nil }
        return Int64(date.daysSinceEpoch) * 86_400 + time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100
    }

    /// An index or an attempt, as they are written: a zero leads none but itself.
    private static func part(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard text.count == 1 || text.first != UInt8(ascii: "0"), text.count <= 5, let value = number(text) else {
            return nil
        }
        return UInt16(exactly: value)
    }
}
