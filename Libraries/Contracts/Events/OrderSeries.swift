internal import Synchronization

/// What the ids of one book's orders in one instrument have in common.
///
/// A process knows few series, each by a number, and forgets none: so an id is a few numbers that cost nothing to copy, and can still
/// tell its text wherever it went.
public struct OrderSeries: Sendable {
    struct Number: Hashable, BitwiseCopyable, Sendable {
        let place: UInt32
    }

    let number: Number
    private let name: Name
    private let beginning: TextFingerprint
    private let middle: TextFingerprint

    public init(book: String, symbol: Symbol) {
        let name = Name(book: book, symbol: symbol)
        self.init(known.withLock { $0.number(of: name) }, name)
    }

    init(_ number: Number) { self.init(number, known.withLock { $0.names[Int(number.place)] }) }

    private init(_ number: Number, _ name: Name) {
        self.number = number
        self.name = name
        beginning = TextFingerprint("\(name.book)-")
        middle = TextFingerprint("-\(name.symbol)-")
    }

    /// The text of an id, byte by byte: interpolation costs ten times as much.
    func text(_ at: Timestamp, _ index: UInt16, _ attempt: UInt16) -> String {
        String(unsafeUninitializedCapacity: 64) { bytes in
            var writer = ASCIIWriter(bytes)
            writer.put(name.book)
            writer.put(Self.dash)
            writer.put(compact: at)
            writer.put(Self.dash)
            writer.put(name.symbol.name)
            writer.put(Self.dash)
            Self.write(index, attempt, to: &writer)
            return writer.count
        }
    }

    /// The fingerprint of that text, which isn't written for it.
    func fingerprint(_ at: Timestamp, _ index: UInt16, _ attempt: UInt16) -> UInt64 {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { bytes in
            var writer = ASCIIWriter(bytes)
            writer.put(compact: at)
            let instant = TextFingerprint(bytes, writer.count)
            writer = ASCIIWriter(bytes)
            Self.write(index, attempt, to: &writer)
            return (beginning + instant + middle + TextFingerprint(bytes, writer.count)).value
        }
    }

    private static let dash = UInt8(ascii: "-")

    private static func write(_ index: UInt16, _ attempt: UInt16, to writer: inout ASCIIWriter) {
        writer.put(Int(index))
        writer.put(dash)
        writer.put(Int(attempt))
    }

    fileprivate struct Name: Hashable {
        let book: String
        let symbol: Symbol
    }
}

/// All series that this process has made ids of, by number.
private struct KnownSeries {
    private(set) var names: [OrderSeries.Name] = []
    private var places: [OrderSeries.Name: UInt32] = [:]

    mutating func number(of name: OrderSeries.Name) -> OrderSeries.Number {
        if let place = places[name] { return OrderSeries.Number(place: place) }
        let place = UInt32(names.count)
        names.append(name)
        places[name] = place
        return OrderSeries.Number(place: place)
    }
}

private let known = Mutex(KnownSeries())
