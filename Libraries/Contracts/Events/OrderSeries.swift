internal import Synchronization

/// What the ids of one book's orders in one instrument have in common.
///
/// A process knows few series, each by a number, and forgets none: so an id is a few numbers that cost nothing to copy, and can still
/// tell its text wherever it went.
public struct OrderSeries: Sendable {
    let number: UInt32
    private let name: Name
    /// The hash of what every text begins with.
    private let beginning: FowlerNollVo

    public init(book: String, symbol: Symbol) {
        let name = Name(book: book, symbol: symbol)
        self.init(known.withLock { $0.number(of: name) }, name)
    }

    init(_ number: UInt32) { self.init(number, known.withLock { $0.names[Int(number)] }) }

    private init(_ number: UInt32, _ name: Name) {
        self.number = number
        self.name = name
        var hash = FowlerNollVo()
        Self.writeBeginning(name, to: &hash)
        beginning = hash
    }

    /// The text of an id, byte by byte: interpolation costs ten times as much.
    func text(_ at: Timestamp, _ index: UInt16, _ attempt: UInt16) -> String {
        String(unsafeUninitializedCapacity: 64) { bytes in
            var writer = ASCIIWriter(bytes)
            Self.writeBeginning(name, to: &writer)
            writeRest(at, index, attempt, to: &writer)
            precondition(writer.count <= 48, "an order id has at most 48 characters")
            return writer.count
        }
    }

    /// FNV-1a of that text, which isn't written for it.
    func fingerprint(_ at: Timestamp, _ index: UInt16, _ attempt: UInt16) -> UInt64 {
        var hash = beginning
        writeRest(at, index, attempt, to: &hash)
        return hash.value
    }

    private static func writeBeginning(_ name: Name, to sink: inout some ASCIISink) {
        sink.put(name.book)
        sink.put(UInt8(ascii: "-"))
    }

    @inline(__always)
    private func writeRest(_ at: Timestamp, _ index: UInt16, _ attempt: UInt16, to sink: inout some ASCIISink) {
        sink.put(compact: at)
        sink.put(UInt8(ascii: "-"))
        sink.put(name.symbol.name)
        sink.put(UInt8(ascii: "-"))
        sink.put(Int(index))
        sink.put(UInt8(ascii: "-"))
        sink.put(Int(attempt))
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
