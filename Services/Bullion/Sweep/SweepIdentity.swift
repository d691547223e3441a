import Contracts
import Crypto
import Exchange
import Foundation
import Research
import ServiceKit

/// What makes one sweep the same as another: results of two may be joined only where all of this is equal.
struct SweepIdentity: Codable, Hashable {
    let program: String
    /// Digest of every bar.
    let bars: String
    let strategy: String
    /// Digest of everything else that the books decide by: cash, sizing, limits, instruments.
    let book: String
    /// The exchange's rules, as their JSON.
    let rules: String
    let grid: String
    let search: String

    init(
        bars: String, book: BookConfiguration, rules: ExchangeRules, grid: [String], method: SearchMethod,
        goal: SearchGoal
    ) throws {
        program = Version.text
        self.bars = bars
        let only = book.strategies[0]
        strategy = ([only.name] + only.parameters.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
        self.book = Self.digest(try Self.canonical(book))
        self.rules = String(decoding: try Self.canonical(rules), as: UTF8.self)
        self.grid = grid.joined(separator: " ")
        search = method.words(goal)
    }

    /// The digest of all of it.
    var digest: String {
        Self.digest(Data([program, bars, strategy, book, rules, grid, search].joined(separator: "\n").utf8))
    }

    /// What tells the two apart, in words; `nil` if nothing does.
    func difference(from other: SweepIdentity) -> String? {
        let fields: [(String, KeyPath<SweepIdentity, String>)] = [
            ("version", \.program), ("bars", \.bars), ("strategy", \.strategy), ("grid", \.grid), ("search", \.search),
            ("execution", \.rules), ("book", \.book),
        ]
        return fields.first { self[keyPath: $0.1] != other[keyPath: $0.1] }
            .map { "its \($0.0) is \(self[keyPath: $0.1]), and here it is \(other[keyPath: $0.1])" }
    }

    private static func canonical(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    private static func digest(_ data: Data) -> String { SHA256.hash(data: data).hexadecimal }
}

extension Digest {
    var hexadecimal: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

/// How many bars a market has, and a digest of all of them and of what is booked besides.
struct MarketCensus {
    private(set) var frames = 0
    /// Bars of instruments, not frames.
    private(set) var bars = 0
    let digest: String

    init(of market: ResearchMarket) {
        var hash = SHA256()
        for symbol in market.universe.symbols { hash.update(data: Data("\(symbol)\n".utf8)) }
        for action in market.actions { hash.update(data: Data("\(action)\n".utf8)) }
        var (frames, bars) = (0, 0)
        // Numbers of many frames go into one update: each costs more than the bytes of a bar.
        var buffer: [Int64] = []
        market.forEachFrame { frame in
            frames += 1
            buffer += [frame.at.nanoseconds, Int64(frame.session.daysSinceEpoch)]
            for bar in frame.bars {
                guard let bar else {
                    buffer.append(.min)
                    continue
                }
                bars += 1
                buffer += [bar.open.nanos, bar.high.nanos, bar.low.nanos, bar.close.nanos, bar.volume]
            }
            if buffer.count > 8_000 {
                buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
                buffer.removeAll(keepingCapacity: true)
            }
        }
        buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
        (self.frames, self.bars) = (frames, bars)
        digest = hash.finalize().hexadecimal
    }
}
