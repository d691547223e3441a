import Contracts
import Exchange
import Foundation
import ServiceKit
import Yams

/// The one file that every process of a local stack is configured by, written into the run directory.
///
/// It is complete, so that `bullion … --config .run/replay.yaml` works from another terminal, and readable by its owner only, since it
/// holds the keys of this run.
struct ReplayConfiguration {
    let path: String
    let book: BookConfiguration
    /// Strategies of the configuration that need an instrument this replay does not have.
    let leftOut: [String]

    /// Addresses and keys of one local stack.
    struct Places {
        let redisSocket: String
        let postgres: String
        let venuePort: Int
        let apiPort: Int
        let runDirectory: String
    }

    init(
        base: Configuration, options: MarketOptions, market: Market, places: Places, writingTo path: String
    ) throws {
        let configured = try BookConfiguration(reading: base)
        (book, leftOut) = configured.moved(to: market.universe)
        self.path = path
        let sections = try Self.sections(book, options: options, market: market, places: places, base: base)
        let text = try Yams.dump(object: sections, sortKeys: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    private static func sections(
        _ book: BookConfiguration, options: MarketOptions, market: Market, places: Places, base: Configuration
    ) throws -> [String: Any] {
        let venue = "127.0.0.1:\(places.venuePort)"
        let omsKey = freshKey()
        let watchdogKey = freshKey()
        return [
            "book": [
                "name": book.book, "mode": "paper", "universe": book.universe.symbols.map(\.name),
                "starting-cash": book.startingCash.description,
            ],
            "strategies": book.strategies.map { described($0, book.universe) },
            "allocation": described(book.allocation),
            "risk": described(book.limits),
            "redis": ["address": "unix:\(places.redisSocket)"],
            "postgres": ["url": places.postgres],
            "broker": [
                "url": "http://\(venue)", "stream-url": "ws://\(venue)/stream", "data-url": "http://\(venue)",
                "data-stream-url": "ws://\(venue)/v2/iex", "key-id": "oms", "secret-key": omsKey,
            ],
            "watchdog": [
                "key-id": "watchdog", "secret-key": watchdogKey,
                "stale-after-seconds": try base.int("watchdog.stale-after-seconds"),
            ],
            "ingest": ["source": "stream", "timeframe": market.length.rawValue, "bad-rows": options.badRows],
            "api": ["host": "127.0.0.1", "port": places.apiPort, "keys": ["operator": freshKey()]],
            "scheduler": ["clock": "venue"],
            "venue": try venueSection(
                options: options, market: market, port: places.venuePort,
                keys: ["oms:\(omsKey)", "watchdog:\(watchdogKey)"], base: base),
            "runtime": ["directory": places.runDirectory],
            "log": ["level": "notice", "format": "text"],
        ]
    }

    private static func venueSection(
        options: MarketOptions, market: Market, port: Int, keys: [String], base: Configuration
    ) throws -> [String: Any] {
        var section: [String: Any] = [
            "host": "127.0.0.1", "port": port, "keys": keys, "journal": "venue.journal", "admin": true,
            "faults": true, "clock": "replay", "bad-rows": options.badRows,
            "slippage-basis-points": try base.int("venue.slippage-basis-points"),
        ]
        if let directory = options.bars {
            section["directory"] = URL(fileURLWithPath: directory).standardizedFileURL.path
        } else {
            section["simulated-seed"] = Int(options.seed)
            section["timeframe"] = market.length.rawValue
        }
        if let first = market.frames.first, let last = market.frames.last {
            section["from"] = first.session.description
            section["to"] = last.session.description
        }
        return section
    }

    private static func described(_ strategy: StrategyConfiguration, _ universe: Universe) -> [String: Any] {
        var members: [String: Any] = ["name": strategy.name, "enabled": strategy.isEnabled, "share": strategy.share]
        if !strategy.instruments.isEmpty { members["instruments"] = strategy.instruments.map { universe[$0].name } }
        if !strategy.parameters.isEmpty {
            members["parameters"] = Dictionary(
                strategy.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        }
        return members
    }

    private static func described(_ allocation: AllocationConfiguration) -> [String: Any] {
        var members: [String: Any] = [
            "method": allocation.method.rawValue, "rebalance": allocation.rebalance.rawValue,
            "volatility-window": allocation.volatilityWindow, "gross-cap": allocation.grossCap,
            "minimum-trade": allocation.minimumTrade,
        ]
        if !allocation.fixedQuantity.isZero { members["fixed-quantity"] = allocation.fixedQuantity.description }
        return members
    }

    private static func described(_ limits: RiskLimits) -> [String: Any] {
        [
            "daily-loss-basis-points": Int(limits.dailyLossBasisPoints),
            "maximum-drawdown-basis-points": Int(limits.maximumDrawdownBasisPoints),
            "order-notional": limits.orderNotional.description,
            "position-notional": limits.positionNotional.description,
            "gross-exposure-basis-points": Int(limits.grossExposureBasisPoints),
            "suspect-move-basis-points": Int(limits.suspectMoveBasisPoints),
            "kill-file": "kill",
        ]
    }

    /// 128 bits from the system's generator, in hex.
    private static func freshKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next(), radix: 16) + String(generator.next(), radix: 16)
    }
}
