import Backtesting
import Brokers
import Contracts
import EventLog
import Exchange
import Foundation
import Hosting
import Kernel
import ServiceKit
import Supervision
import Web

/// One replay: the stack that runs it, the steps through its sessions, and what they add up to.
final class Replay {
    let stack: LocalStack
    private let market: Market
    private let configuration: ReplayConfiguration
    private let settings: Configuration
    private let places: ReplayConfiguration.Places
    private var bar: ProgressBar
    private var recoveries = Recoveries()
    private let plan: DisturbancePlan

    init(
        base: Configuration, options: MarketOptions, market: Market, directory: RunDirectory, apiPort: Int,
        plan: DisturbancePlan
    ) throws {
        self.market = market
        self.plan = plan
        bar = ProgressBar(total: market.frames.count)
        complain("starting Redis, Postgres and \(LocalStack.services.count) services in \(directory.path)")
        let bar = bar
        stack = try LocalStack(directory: directory.path) { bar.interrupt(with: $0) }
        places = ReplayConfiguration.Places(
            redisSocket: stack.redis.socketPath, postgres: stack.postgres.connectionString(),
            venuePort: try FreePort.find(), apiPort: apiPort, runDirectory: directory.path)
        configuration = try ReplayConfiguration(
            base: base, options: options, market: market, places: places, writingTo: directory.file("replay.yaml"))
        settings = try ConfigurationFiles.load(files: [configuration.path])
        for name in configuration.leftOut {
            complain("strategy \(name) is left out: its instruments are not in this universe")
        }
    }

    /// Runs all frames and compares.
    ///
    /// - Parameter observe: called after each frame with its place.
    func run(observe: (Int) -> Void = { _ in }) throws -> ReplaySummary {
        try stack.startServices(configuration: configuration.path)
        complain(
            "replaying \(market.frames.count) \(market.length == .session ? "sessions" : "minutes"): \(market.label)")
        let startedAt = ContinuousClock.now
        let tally = try stepThroughFrames(observe)
        let seconds = startedAt.duration(to: .now) / .seconds(1)
        let backtest = try reference()
        let parity = Parity(
            tally.trading, endEquity: tally.ledger.equity, backtest.trading, endEquity: backtest.endEquity)
        let proof = try ArchiveProof(settings: settings, tip: tally.cursor, tend: stack.tend)
        return try summary(tally, parity: parity, proof: proof, seconds: seconds)
    }

    private func stepThroughFrames(_ observe: (Int) -> Void) throws -> ReplayTally {
        var driver = ReplayDriver(
            venue: VenueAdmin(base: "http://127.0.0.1:\(places.venuePort)"),
            log: try LogReader(on: try LogAddress(reading: settings)),
            tally: ReplayTally(configuration: configuration.book), length: market.length, plan: plan,
            tend: { [stack] in try stack.tend() }, suffer: { [stack] in try stack.suffer($0) })
        for (index, frame) in market.frames.enumerated() {
            guard !Shutdown.isRequested else { throw CommandFailure.failed("stopped at session \(frame.session)") }
            try driver.step(to: index, frame: frame)
            try stack.tend()
            observe(index)
            bar.show(index + 1) { driver.tally.progress(seconds: $0) }
        }
        try stack.settle()
        try driver.disarm()
        try driver.catchUp()
        recoveries = driver.recoveries
        return driver.tally
    }

    /// The same book on the same frames, in this process.
    private func reference() throws -> BacktestResult {
        let slippage = try settings.int("venue.slippage-basis-points")
        let backtest = Backtest<DirectHost>(
            configuration: configuration.book, rules: ExchangeRules(slippageBasisPoints: Int64(slippage)))
        return backtest.run(FrameList(market.frames)).result
    }

    /// Equity by the venue's own books.
    private func venueEquity() throws -> Money {
        var broker = AlpacaReader(
            base: try settings.string("broker.url"),
            credentials: Credentials(
                keyID: try settings.string("broker.key-id"), secret: try settings.secret("broker.secret-key").revealed))
        return try broker.account().equity
    }

    private func summary(
        _ tally: ReplayTally, parity: Parity, proof: ArchiveProof, seconds: Double
    ) throws -> ReplaySummary {
        let start = configuration.book.startingCash
        return ReplaySummary(
            market: market.label, frames: tally.frames, orders: tally.trading.orders.count,
            fills: tally.trading.fills.count, startEquity: dollars(start), endEquity: dollars(tally.ledger.equity),
            venueEquity: dollars(try venueEquity()),
            maxDrawdownPct: maximumDrawdown(of: tally.equities, from: start) * 100,
            riskTier: tally.tier.name, quarantinedRows: market.quarantined.count,
            parity: .init(
                equal: parity.isEqual, ordersCompared: parity.ordersCompared, fillsCompared: parity.fillsCompared,
                firstDifference: parity.firstDifference),
            audit: .init(
                leaves: proof.leaves, root: proof.root, verified: proof.isVerified,
                decisionsReproduced: proof.decisionsReproduced, digest: proof.digest, finding: proof.finding),
            reconciliation: .init(cycles: tally.reconciliationCycles, breaks: tally.breaks),
            latency: .init(
                barToOrderMs: .init(p50: tally.latency.percentile(0.5), p99: tally.latency.percentile(0.99))),
            disturbances: .init(
                counts: plan.census, recoveryMs: .init(of: recoveries.afterOutages),
                silenceMs: .init(of: recoveries.afterSilence), takeOverMs: .init(of: stack.takeOvers)),
            wallSeconds: seconds, framesPerSecond: Double(tally.frames) / max(seconds, 0.001),
            services: Dictionary(
                stack.census.map { ($0.name, .init($0)) }, uniquingKeysWith: { first, _ in first }))
    }
}
