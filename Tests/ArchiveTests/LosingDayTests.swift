import Contracts
import Foundation
import Kernel
import LogRules
import Supervision
import Testing

@testable import EventLog

/// A day that goes through every tier: 300 shares bought at 300 of a book of 100,000, which may lose 2,000 in a day and 10,000 in all.
private enum LosingDay {
    static let session = TradingDate("2025-06-30")!
    static let opening = Timestamp("2025-06-30T13:31:00Z")!
    /// The last close of each tier, from NORMAL to FLATTEN.
    static let closes = ["299", "296", "294.5", "293", "266"]

    static func draft(_ by: Author, _ event: Event, minute: Int) -> Draft {
        Draft(at: opening + Int64(minute) * 60, by: by, cause: .start, trace: "minute-\(minute)", event: event)
    }

    static func bar(_ close: String, minute: Int, session: TradingDate = session) -> Draft {
        let price = Price(close)!
        let bar = Bar(open: price, high: price, low: price, close: price, volume: 9)
        let at = opening + Int64(minute) * 60
        return draft(.ingest, .barFrame(BarFrame(at: at, session: session, bars: [bar, nil])), minute: minute)
    }

    static let quantity = Quantity(units: 300)

    /// The book before its day: configured, and asked to be long.
    static var wish: [Draft] {
        var configuration = SampleLog.configuration
        configuration.limits.orderNotional = Money(units: 95_000)
        configuration.limits.positionNotional = Money(units: 95_000)
        let target = Target(
            instrument: SampleLog.gold, quantity: quantity, price: Price(units: 300), contributions: [1])
        return [
            draft(.api, .configChange(ConfigChange(configuration: configuration)), minute: 0),
            bar("300", minute: 0),
            draft(
                .allocator,
                .targetFrame(TargetFrame(at: opening, equity: Money(units: 100_000), targets: [target])), minute: 0),
        ]
    }

    /// What follows once risk has allowed it.
    static var fulfilment: [Draft] {
        let order = OrderID(book: "paper", at: opening, symbol: Symbol("GLD")!, index: 0, attempt: 1)
        let request = OrderRequest(side: .buy, quantity: quantity, type: .market, timeInForce: .day)
        let sent = OrderEvent(
            order: order, instrument: SampleLog.gold, change: .submitting(request), happenedAt: opening)
        let fill = Fill(
            order: order, execution: "e-1", instrument: SampleLog.gold, side: .buy, quantity: quantity,
            price: Price(units: 300), cumulativeQuantity: quantity, commission: .zero, happenedAt: opening)
        return [draft(.oms, .orderEvent(sent), minute: 0), draft(.gateway, .fill(fill), minute: 0)]
    }
}

/// A log on a Redis of its own.
private struct Desk {
    let redis: PrivateRedis
    let address: LogAddress
    let options: LogOptions

    init(snapshotInterval: Int) throws {
        redis = try PrivateRedis(durability: .no)
        address = LogAddress(redis: .unix(path: redis.socketPath), book: "paper")
        var options = LogOptions()
        options.checksGeneration = false
        options.snapshotInterval = snapshotInterval
        self.options = options
    }

    func host() throws -> StageHost<RiskStage> {
        try StageHost(RiskStage.self, on: address, instance: "one", options: options)
    }

    /// A risk stage that started on the log as it is, read all of it and went without a word, as after kill -9.
    func folded() throws -> RiskStage {
        var host = try host()
        try host.foldToTip()
        return host.stage
    }

    /// Configures the book and lets it buy.
    func begin() throws {
        try append(LosingDay.wish)
        _ = try folded()
        try append(LosingDay.fulfilment)
    }

    func append(_ drafts: [Draft]) throws {
        for draft in drafts {
            var producer = try Producer(draft.by, on: address, instance: "test", options: options)
            try producer.commit([draft])
            try producer.stop()
        }
    }

    func tierChanges() throws -> [TierChange] {
        var reader = try LogReader(on: address)
        return try reader.read(after: .start, limit: 10_000).compactMap { raw in
            if case .tierChange(let change) = try raw.decoded().event { change } else { nil }
        }
    }
}

@Suite struct `A losing day` {
    private static let tiers: [RiskTier] = [.normal, .warn, .throttle, .noNew, .flatten]

    @Test(arguments: [1, 3, 1_000])
    func `is remembered by whoever starts again at any tier, its baselines too`(snapshotInterval: Int) throws {
        let desk = try Desk(snapshotInterval: snapshotInterval)
        try desk.begin()
        for (number, close) in LosingDay.closes.enumerated() {
            try desk.append([LosingDay.bar(close, minute: number + 1)])
            let before = try desk.folded()
            let after = try desk.folded()
            #expect(try picture(after) == picture(before))
            #expect(after.tier == Self.tiers[number])
            #expect(after.sessionBaseline == Money(units: 100_000))
            #expect(after.peak == Money(units: 100_000))
        }
        // Nobody climbed a step twice.
        #expect(try desk.tierChanges().map(\.to) == Array(Self.tiers.dropFirst()))
    }

    @Test func `is not forgiven by the next session, whoever opens it`() throws {
        let desk = try Desk(snapshotInterval: 2)
        try desk.begin()
        try desk.append([LosingDay.bar("293", minute: 1)])
        #expect(try desk.folded().tier == .noNew)
        let morning = LosingDay.bar("300", minute: 24 * 60, session: LosingDay.session + 1)
        try desk.append([morning])
        let stage = try desk.folded()
        #expect(stage.tier == .noNew)
        // What the day before left is what the new day is measured by.
        #expect(stage.sessionBaseline == Money(units: 97_900))
        #expect(try desk.tierChanges().count == 3)
    }

    @Test func `is the same under an old process and its successor`() throws {
        let desk = try Desk(snapshotInterval: 1_000)
        try desk.begin()
        try desk.append([LosingDay.bar("294.5", minute: 1)])
        var old = try desk.host()
        try old.foldToTip()
        var successor = try StageHost(RiskStage.self, on: desk.address, instance: "one", options: desk.options)
        try desk.append([LosingDay.bar("293", minute: 2)])
        #expect(throws: LogError.self) { try old.foldToTip() }
        try successor.foldToTip()
        #expect(successor.stage.tier == .noNew)
        #expect(try desk.tierChanges().map(\.to) == [.warn, .throttle, .noNew])
    }

    /// All that the stage knows.
    private func picture(_ stage: RiskStage) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(stage)
    }
}
