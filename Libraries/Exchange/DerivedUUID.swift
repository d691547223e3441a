import Contracts

/// A UUID computed from a number and a name, so that a rerun of the same commands hands out the same identifiers.
public func derivedUUID(number: UInt64, name: String) -> String {
    derivedUUID(number: number, seed: fowlerNollVo(name))
}

/// The same from a name's hash, such as an order id's fingerprint.
func derivedUUID(number: UInt64, seed: UInt64) -> String {
    var chance = SplitMix64(seed: seed ^ (number &* 0x9e37_79b9_7f4a_7c15))
    // Version 4, variant 1: what clients that look at the bits expect of a random one.
    let high = (chance.next() & 0xffff_ffff_ffff_0fff) | 0x4000
    let low = (chance.next() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000
    return String(unsafeUninitializedCapacity: 36) { text in
        var place = 0
        for digit in 0..<32 {
            if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                text[place] = UInt8(ascii: "-")
                place += 1
            }
            let half = digit < 16 ? high : low
            let nibble = UInt8(truncatingIfNeeded: (half >> UInt64(60 - digit % 16 * 4)) & 0xf)
            text[place] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
            place += 1
        }
        return place
    }
}
