import Contracts
import Testing

@testable import MarketData

@Suite struct `A decimal in a file` {
    @Test(arguments: UInt64(0)..<2000) func `is read as Contracts reads it`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        for _ in 0..<20 {
            let alphabet = Array("00123456789999.5-e+ ".utf8)
            let length = Int.random(in: 0...24, using: &chance)
            let text = (0..<length).compactMap { place in
                place == 1 ? UInt8(ascii: ".") : alphabet.randomElement(using: &chance)
            }
            let fast = text.withUnsafeBufferPointer { decimalNanos($0) }
            #expect(fast == nanosOfDecimal(text), "\(String(decoding: text, as: UTF8.self))")
        }
    }

    @Test(arguments: [
        "0.1234567895", "0.1234567885", "0.12345678850", "0.12345678851", "9223372036.8547758075", "-1.0000000005",
    ])
    func `is rounded half to even after the ninth digit`(text: String) {
        let bytes = Array(text.utf8)
        let fast = bytes.withUnsafeBufferPointer { decimalNanos($0) }
        #expect(fast == nanosOfDecimal(bytes))
    }
}
