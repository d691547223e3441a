import Contracts
import Testing

@testable import Kernel

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct `The catalogue` {
    @Test func `makes every strategy it lists with its defaults`() throws {
        for item in StrategyCatalogue.items {
            try StrategyCatalogue.validate(StrategyConfiguration(name: item.name), universe: metals)
            for parameter in item.parameters { #expect(parameter.range.contains(parameter.defaultValue)) }
        }
        #expect(Set(StrategyCatalogue.names).count == StrategyCatalogue.names.count)
    }

    @Test func `names what there is when asked for what there is not`() {
        #expect(throws: ParameterError.unknownStrategy("sma", known: StrategyCatalogue.names)) {
            try StrategyCatalogue.validate(strategy("sma"), universe: metals)
        }
        #expect(
            throws: ParameterError.unknownParameter(
                strategy: "sma-cross", name: "quick", known: ["fast", "slow", "short"])
        ) {
            try StrategyCatalogue.validate(strategy("sma-cross", ["quick": 3]), universe: metals)
        }
    }

    @Test func `names the range of a parameter outside it`() {
        let error = ParameterError.outOfRange(strategy: "sma-cross", name: "fast", value: 0, range: 1...999)
        #expect(throws: error) { try StrategyCatalogue.validate(strategy("sma-cross", ["fast": 0]), universe: metals) }
        #expect(error.description == "sma-cross: fast is 0, outside 1…999")
    }

    @Test(arguments: [
        (strategy("sma-cross", ["fast": 2.5]), "sma-cross: fast is 2.5, not a whole number"),
        (strategy("sma-cross", ["fast": 50]), "sma-cross: fast is 50, which is not below slow, 50"),
        (strategy("sma-cross", ["fast": .nan]), "sma-cross: fast is nan, outside 1…999"),
        (strategy("sma-cross", on: [9]), "sma-cross: there is no instrument #9 in a universe of 4"),
        (strategy("sma-cross", on: [1, 1]), "sma-cross: instrument #1 is given twice"),
        (strategy("cross-sectional-momentum", ["top": 5]), "cross-sectional-momentum needs 5 instruments and has 4"),
        (strategy("gold-silver-ratio", on: [2]), "gold-silver-ratio needs 2 instruments and has 1"),
        (strategy("gold-silver-ratio", ["exit": 3]), "gold-silver-ratio: exit is 3, which is not below entry, 2"),
        (StrategyConfiguration(name: "sma-cross", share: 1.5), "sma-cross: share is 1.5, outside 0…1"),
    ])
    func `says what is wrong, with the numbers`(configuration: StrategyConfiguration, message: String) {
        do throws(ParameterError) {
            try StrategyCatalogue.validate(configuration, universe: metals)
            Issue.record("\(configuration) was accepted")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func `checks the allocation of a book as well`() {
        var configuration = book([strategy("sma-cross")])
        configuration.allocation.grossCap = 0
        #expect(throws: ParameterError.allocation(key: "gross-cap", value: "0", allowed: "0.01…10")) {
            try StrategyCatalogue.validate(configuration)
        }
    }

    @Test func `is what the page about strategies says`() throws {
        let folder = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let page = try #require(contents(of: "/\(folder)/docs/STRATEGIES.md"))
        #expect(
            page.hasSuffix(StrategyCatalogue.markdown),
            "the end of docs/STRATEGIES.md is:\n\(StrategyCatalogue.markdown)")
    }
}

private func contents(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var byte = getc(file)
    while byte != EOF {
        bytes.append(UInt8(byte))
        byte = getc(file)
    }
    return String(decoding: bytes, as: UTF8.self)
}
