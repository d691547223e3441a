/// What a venue calls an instrument: 1 to 12 of `A–Z`, `0–9`, `.` and `-`.
public struct Symbol: Hashable, Comparable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible {
    public let name: String

    public init?(_ name: String) {
        let isLegal: (UInt8) -> Bool = {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
        guard (1...12).contains(name.utf8.count), name.utf8.allSatisfy(isLegal) else { return nil }
        self.name = name
    }

    public var description: String { name }
    public static func < (left: Symbol, right: Symbol) -> Bool { left.name < right.name }

    public init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        guard let symbol = Symbol(name) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(name) is not a symbol"))
        }
        self = symbol
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

/// An instrument's place in the universe: dense, from 0, so that the kernel looks it up by array index.
public struct InstrumentIndex: Hashable, Comparable, Sendable, Codable, BitwiseCopyable, CustomStringConvertible {
    public let rawValue: UInt16
    @inlinable public init(_ rawValue: Int) { self.rawValue = UInt16(rawValue) }

    /// The same number, for subscripting arrays.
    @inlinable public var place: Int { Int(rawValue) }
    public var description: String { "#\(rawValue)" }
    @inlinable
    public static func < (left: InstrumentIndex, right: InstrumentIndex) -> Bool {
        left.rawValue < right.rawValue
    }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(UInt16.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// The instruments of a book, in the order that gives each its index.
public struct Universe: Hashable, Sendable, Codable {
    public let symbols: [Symbol]

    /// A universe of distinct symbols; `nil` if it is empty, too large, or names one twice.
    public init?(_ symbols: [Symbol]) {
        guard (1...4096).contains(symbols.count), Set(symbols).count == symbols.count else { return nil }
        self.symbols = symbols
    }

    @inlinable public var count: Int { symbols.count }
    public var indices: [InstrumentIndex] { (0..<symbols.count).map(InstrumentIndex.init) }
    public subscript(index: InstrumentIndex) -> Symbol { symbols[index.place] }

    /// The index of `symbol`. Walks the list: look up once and keep the answer.
    public func index(of symbol: Symbol) -> InstrumentIndex? {
        symbols.firstIndex(of: symbol).map(InstrumentIndex.init)
    }
}
