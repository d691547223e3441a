import Contracts
import Foundation
import Testing

@testable import ServiceKit

@Suite struct `A book's configuration` {
    private func complaint(_ old: String, _ new: String) -> String? {
        Example.complaint(replacing: old, with: new) { configuration throws(ConfigurationError) in
            _ = try BookConfiguration(reading: configuration)
        }
    }

    @Test func `has its instruments by index and its parameters by name`() throws {
        let book = try BookConfiguration(reading: Example.configuration())
        #expect(book.book == "paper")
        #expect(book.startingCash == Money(units: 100_000))
        #expect(book.strategies.count == 1)
        #expect(book.strategies[0].instruments == [InstrumentIndex(0), InstrumentIndex(2)])
        #expect(book.strategies[0].parameters.map(\.name) == ["fast", "slow"])
        #expect(book.strategies[0].isEnabled)
        #expect(book.limits.grossExposureBasisPoints == 15_000)
        #expect(book.allocation.fixedQuantity == .zero)
    }

    @Test func `refuses an instrument outside the universe`() {
        #expect(
            complaint("[SPY, GLD]", "[SPY, TLT]")
                == "book.yaml:9: strategies.instruments: \"TLT\" is not in book.universe")
    }

    @Test(arguments: [
        ("name: paper", "name: Paper-1"), ("name: paper", "name: averyverylongname"), ("[GLD, SLV, SPY]", "[]"),
        ("daily-loss-basis-points: 300", "daily-loss-basis-points: 2500"),
        ("method: inverse-volatility", "method: fixed-quantity"),
        ("order-notional: 25000.00", "order-notional: ~"),
        ("gross-exposure-basis-points: 15000", "gross-exposure-basis-points: "),
        ("    share: 0.5\n", ""),
        ("  - name: sma-cross\n    share: 0.5", "  - name: a\n    share: 0.6\n  - name: b\n    share: 0.6"),
        ("  - name: sma-cross\n    share: 0.5", "  - name: a\n    share: 0.1\n  - name: a\n    share: 0.1"),
    ])
    func `refuses what breaks a rule`(old: String, new: String) { #expect(complaint(old, new) != nil) }

    @Test(arguments: ["paper.yaml"]) func `is complete in the files that ship`(file: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("infra/config").path
        let configuration = try ConfigurationFiles.load(files: [file], root: root, environment: [:])
        let book = try BookConfiguration(reading: configuration)
        #expect(
            book.universe.symbols.map(\.name) == [
                "GLD", "SLV", "IAU", "PPLT", "GDXJ", "DBC", "USO", "UNG", "SPY", "TLT",
            ])
        #expect(book.startingCash == Money(units: 1_000_000))
        #expect(abs(book.strategies.map(\.share).reduce(0, +) - 1) < 1e-9)
        #expect(book.strategies.count == 4)
        try LiveGate.check(configuration, environment: [:])
    }
}

@Suite struct `Live mode` {
    private func complaint(
        _ environment: [String: String], url: String = "https://api.alpaca.markets", mode: String = "live"
    )
        -> String?
    {
        Example.complaint(
            replacing: "mode: paper", with: "mode: \(mode)", environment: ["BULLION_BROKER_URL": url]
        ) { configuration throws(ConfigurationError) in try LiveGate.check(configuration, environment: environment) }
    }

    @Test func `needs both locks opened by hand`() {
        let open = ["LIVE_ENABLE": "1", "LIVE_CONFIRM": "I ACCEPT REAL ORDERS"]
        #expect(complaint(open) == nil)
        #expect(complaint([:]) != nil)
        #expect(complaint(["LIVE_ENABLE": "1"]) != nil)
        #expect(complaint(["LIVE_CONFIRM": "I ACCEPT REAL ORDERS"]) != nil)
        #expect(complaint(["LIVE_ENABLE": "1", "LIVE_CONFIRM": "i accept real orders"]) != nil)
        #expect(complaint(open, url: "http://api.alpaca.markets") != nil)
    }

    @Test func `is the only mode that may name the live host`() {
        #expect(complaint([:], mode: "dry-live") != nil)
        #expect(complaint([:], url: "https://paper-api.alpaca.markets", mode: "dry-live") == nil)
    }
}
