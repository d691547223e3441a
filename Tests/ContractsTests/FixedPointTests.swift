import Contracts
import Testing

@Suite struct `A fixed-point number` {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("1", 1_000_000_000), ("-12.50", -12_500_000_000), (".5", 500_000_000),
        ("7.", 7_000_000_000),
        ("0.000000001", 1), ("9223372036.854775807", Int64.max), ("-9223372036.854775808", Int64.min),
        ("000000000000000000000001.5", 1_500_000_000),
    ])
    func `reads plain decimals`(text: String, nanos: Int64) { #expect(Money(text)?.nanos == nanos) }

    @Test(arguments: [
        "", "-", ".", "-.", "+1", " 1", "1 ", "1e3", "1,000", "1.2.3", "--1", "1-", "0x10", "NaN", "١", "1_000",
        "9223372036.854775808", "-9223372036.854775809", "92233720368547758080", "9223372036.8547758075",
    ])
    func `refuses what is not a plain decimal in range`(text: String) { #expect(Money(text) == nil) }

    @Test(arguments: [
        ("0.0000000005", 0), ("0.0000000015", 2), ("0.0000000025", 2), ("0.00000000250000000001", 3),
        ("0.0000000014999", 1),
        ("-0.0000000015", -2), ("-0.0000000025", -2), ("1.9999999999", 2_000_000_000),
    ])
    func `rounds digits beyond the ninth half to even`(text: String, nanos: Int64) {
        #expect(Price(text)?.nanos == nanos)
    }

    @Test func `writes the shortest decimal that reads back`() {
        #expect(Price(nanos: 12_500_000_000).description == "12.5")
        #expect(Price(nanos: -1).description == "-0.000000001")
        #expect(Price(nanos: 0).description == "0")
        var chance = SplitMix64(seed: 1)
        for nanos in [Int64.min, .max]
            + (0..<2_000).map({ _ in Int64(bitPattern: chance.next()) >> Int64.random(in: 0..<63, using: &chance) })
        {
            #expect(Quantity(Quantity(nanos: nanos).description)?.nanos == nanos)
        }
    }

    @Test func `has a notional rounded half to even`() {
        #expect(Price(nanos: 304_830_000_000).notional(of: Quantity(units: -7)) == Money(nanos: -2_133_810_000_000))
        #expect(Price(nanos: 1).notional(of: Quantity(nanos: 500_000_000)).nanos == 0)
        #expect(Price(nanos: 3).notional(of: Quantity(nanos: 500_000_000)).nanos == 2)
        #expect(Price(nanos: -3).notional(of: Quantity(nanos: 500_000_000)).nanos == -2)
        #expect(Price(nanos: 5).notional(of: Quantity(nanos: 500_000_001)).nanos == 3)
    }

    @Test func `divides half to even like the slow obvious way`() {
        for divisor in Int128(1)...7 {
            for value in Int128(-50)...50 {
                let exact = Double(value) / Double(divisor)
                #expect(
                    value.dividedHalfEven(by: divisor) == Int64(exact.rounded(.toNearestOrEven)),
                    "\(value) / \(divisor)")
            }
        }
    }

    @Test func `divides what leaves 64 bits as it divides what does not`() {
        let even = Int128(Int64.max - 1)
        #expect((even * 2 + 1).dividedHalfEven(by: 2) == Int64.max - 1)
        #expect(((even - 1) * 2 + 1).dividedHalfEven(by: 2) == Int64.max - 1)
        #expect((-even * 2 - 1).dividedHalfEven(by: 2) == -Int64.max + 1)
        #expect(Int128(Int64.min).dividedHalfEven(by: 1) == .min)
        #expect((Int128(Int64.max) + 3).dividedHalfEven(by: 4) == 1 << 61)
        #expect(Int128(7).dividedHalfEven(by: Int128(Int64.max) * 2) == 0)
    }

    @Test func `takes basis points and cents half to even`() {
        #expect(Money(units: 100_000).basisPoints(200) == Money(units: 2_000))
        #expect(Money(nanos: 5_000).basisPoints(1).nanos == 0)
        #expect(Money(nanos: 15_000).basisPoints(1).nanos == 2)
        #expect(Money("0.125")?.roundedToCents == Money("0.12"))
        #expect(Money("0.135")?.roundedToCents == Money("0.14"))
        #expect(Money("-0.125")?.roundedToCents == Money("-0.12"))
        #expect(Price(units: 100).moved(byBasisPoints: -5) == Price("99.95"))
        #expect(Quantity("-3.7")?.wholeUnits == Quantity(units: -3))
    }
}
