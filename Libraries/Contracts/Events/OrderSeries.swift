internal import Synchronization

/// What the ids of one book's orders in one instrument have in common.
///
/// A process knows few series, each by a number, and forgets none: so an id is a few numbers that cost nothing to copy, and can still
/// tell its text wherever it went.
public struct OrderSeries: Sendable, BitwiseCopyable {
    let number: UInt32
    /// A hash of book and symbol, the same in every process.
    let fingerprint: UInt64

    public init(book: String, symbol: Symbol) {
        let name = Name(book: book, symbol: symbol)
        number = known.withLock { $0.number(of: name) }
        fingerprint = Self.fingerprint(book, symbol)
    }

    static func fingerprint(_ book: String, _ symbol: Symbol) -> UInt64 { fowlerNollVo("\(book)-\(symbol)") }

    /// The text of an id of the series under this number, byte by byte: interpolation costs ten times as much.
    static func text(_ number: UInt32, _ at: Timestamp, _ index: UInt16, _ attempt: UInt16) -> String {
        let name = known.withLock { $0.names[Int(number)] }
        return String(unsafeUninitializedCapacity: 64) { bytes in
            let dash = UInt8(ascii: "-")
            var writer = ASCIIWriter(bytes)
            writer.put(name.book)
            writer.put(dash)
            writer.put(compact: at)
            writer.put(dash)
            writer.put(name.symbol.name)
            writer.put(dash)
            writer.put(Int(index))
            writer.put(dash)
            writer.put(Int(attempt))
            precondition(writer.count <= 48, "an order id has at most 48 characters")
            return writer.count
        }
    }

    fileprivate struct Name: Hashable {
        let book: String
        let symbol: Symbol
    }
}

/// All series that this process has made ids of, by number.
private struct KnownSeries {
    private(set) var names: [OrderSeries.Name] = []
    private var numbers: [OrderSeries.Name: UInt32] = [:]

    mutating func number(of name: OrderSeries.Name) -> UInt32 {
        if let number = numbers[name] { return number }
        let number = UInt32(names.count)
        names.append(name)
        numbers[name] = number
        return number
    }
}

private let known = Mutex(KnownSeries())
