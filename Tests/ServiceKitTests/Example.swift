import Foundation

@testable import ServiceKit

/// A complete configuration in a few lines, which each test bends in one place.
enum Example {
    static let yaml = """
        book:
          name: paper
          mode: paper
          universe: [GLD, SLV, SPY]
          starting-cash: 100000.00
        strategies:
          - name: sma-cross
            share: 0.5
            instruments: [SPY, GLD]
            parameters: { slow: 50, fast: 10 }
        allocation:
          method: inverse-volatility
          rebalance: every-frame
          volatility-window: 20
          gross-cap: 1.5
          minimum-trade: 0.01
        risk:
          daily-loss-basis-points: 300
          maximum-drawdown-basis-points: 2000
          order-notional: 25000.00
          position-notional: 50000.00
          gross-exposure-basis-points: 15000
          suspect-move-basis-points: 2000
        runtime:
          directory: /tmp/bullion-test
        log:
          level: notice
          format: json

        """

    /// The example with `old` replaced, read as the file `book.yaml`, under some environment.
    static func configuration(
        replacing old: String = "", with new: String = "", environment: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration {
        let text = old.isEmpty ? yaml + new : yaml.replacingOccurrences(of: old, with: new)
        precondition(text != yaml || (old.isEmpty && new.isEmpty), "the example contains what a test replaces")
        return try Configuration(layers: [ConfigurationLayer(yaml: text, name: "book.yaml")], environment: environment)
    }

    /// What loading, or `use` of what was loaded, complains about; `nil` if all went well.
    static func complaint(
        replacing old: String = "", with new: String = "", environment: [String: String] = [:],
        _ use: (Configuration) throws(ConfigurationError) -> Void = { _ in }
    ) -> String? {
        do {
            try use(configuration(replacing: old, with: new, environment: environment))
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Holds the directories of all tests of this process, and goes with it.
    private static let root: String = {
        atexit { try? FileManager.default.removeItem(atPath: Example.path) }
        return path
    }()
    private static let path = NSTemporaryDirectory() + "bullion-servicekit-\(ProcessInfo.processInfo.processIdentifier)"

    /// A directory of its own for one test.
    static func temporaryDirectory() throws -> String {
        let path = "\(root)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
