import Contracts
import Quant

/// The numbers 0 ..< count in an order that a seed decides, each once, made as they are asked for.
///
/// Fisher and Yates' shuffle that remembers only what it has moved, so that a few points of a billion cost a few entries.
public struct ShuffledPlaces: Sequence, IteratorProtocol, Sendable {
    private let count: Int
    private var drawn = 0
    private var moved: [Int: Int] = [:]
    private var chance: SplitMix64

    public init(count: Int, seed: UInt64) {
        self.count = count
        chance = SplitMix64(seed: seed)
    }

    public mutating func next() -> Int? {
        guard drawn < count else { return nil }
        let other = drawn + chance.index(below: count - drawn)
        let place = moved[other] ?? other
        moved[other] = moved[drawn] ?? drawn
        moved[drawn] = nil
        drawn += 1
        return place
    }
}
