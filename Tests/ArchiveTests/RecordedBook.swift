import Contracts
import Kernel

/// A book that really decided: the five stages on an in-memory log, with a venue that fills every order at the next close.
enum RecordedBook {
    static let symbols = [Symbol("GLD")!, Symbol("SLV")!]

    static let configuration = BookConfiguration(
        book: "paper", mode: .paper, universe: Universe(symbols)!, startingCash: Money(units: 100_000),
        strategies: [
            StrategyConfiguration(
                name: "sma-cross", parameters: [.init(name: "fast", value: 2), .init(name: "slow", value: 5)])
        ],
        allocation: AllocationConfiguration(
            method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 5, grossCap: 1, minimumTrade: 0),
        limits: RiskLimits(
            dailyLossBasisPoints: 2_000, maximumDrawdownBasisPoints: 5_000, orderNotional: Money(units: 90_000),
            positionNotional: Money(units: 90_000), grossExposureBasisPoints: 20_000, suspectMoveBasisPoints: 5_000))

    /// The entries of so many sessions, as they would stand in Redis.
    static func entries(sessions: Int) -> [RawEntry] {
        var book = Book()
        let first = Timestamp("2025-01-06T21:00:00Z")!
        book.append(.api, .configChange(ConfigChange(configuration: configuration)), at: first)
        for session in 0..<sessions {
            let at = first + Int64(session) * 86_400
            book.fillWorking(at: at)
            book.append(.ingest, .barFrame(frame(session, at: at)), at: at)
        }
        return book.log.entries.map { RawEntry($0, recordedAt: $0.at + 1) }
    }

    private static func frame(_ session: Int, at: Timestamp) -> BarFrame {
        // Two slow waves out of step, so that averages cross in both instruments.
        let steps = [session % 14, (session + 5) % 18]
        let closes = [200 + min(steps[0], 14 - steps[0]), 30 + min(steps[1], 18 - steps[1])]
        let bars = closes.map { close -> Bar? in
            let price = Price(units: close)
            return Bar(open: price, high: price, low: price, close: price, volume: 1_000)
        }
        return BarFrame(at: at, session: at.utcDate, bars: bars)
    }

    private struct Book {
        var log = MemoryLog()
        private var cursor = LogOffset.start
        private var features = FeatureStage()
        private var strategy = StrategyStage()
        private var allocator = AllocatorStage()
        private var risk = RiskStage()
        private var orders = OrderStage()
        private var working: [(OrderEvent, OrderRequest, LogOffset)] = []
        private var closes: [Price] = []

        mutating func append(_ by: Author, _ event: Event, at: Timestamp, cause: LogOffset = .start) {
            log.append(Draft(at: at, by: by, cause: cause, trace: at.compact, event: event))
            while cursor < log.tip {
                cursor = cursor.next
                let entry = log[cursor]
                note(entry)
                let answers =
                    Self.answers(entry, &features) + Self.answers(entry, &strategy) + Self.answers(entry, &allocator)
                    + Self.answers(entry, &risk) + Self.answers(entry, &orders)
                for draft in answers { log.append(draft) }
            }
        }

        mutating func fillWorking(at: Timestamp) {
            let sent = working
            working = []
            for (event, request, cause) in sent {
                let accepted = OrderEvent(
                    order: event.order, instrument: event.instrument, change: .accepted(venueOrderID: "v-\(cause)"),
                    happenedAt: at)
                append(.gateway, .orderEvent(accepted), at: at, cause: cause)
                let fill = Fill(
                    order: event.order, execution: "e-\(cause)", instrument: event.instrument, side: request.side,
                    quantity: request.quantity, price: closes[event.instrument.place],
                    cumulativeQuantity: request.quantity,
                    commission: .zero, happenedAt: at)
                append(.gateway, .fill(fill), at: at, cause: cause)
            }
        }

        private mutating func note(_ entry: Entry) {
            if case .barFrame(let frame) = entry.event { closes = frame.bars.compactMap { $0?.close } }
            if case .orderEvent(let event) = entry.event, case .submitting(let request) = event.change {
                working.append((event, request, entry.offset))
            }
        }

        private static func answers<S: Stage>(_ entry: Entry, _ stage: inout S) -> [Draft] {
            var outputs: [Event] = []
            stage.handle(entry, into: &outputs)
            return outputs.map { Draft(answering: entry, by: S.author, event: $0) }
        }
    }
}

extension RawEntry {
    /// The same entry with some fields replaced.
    func with(
        offset: LogOffset? = nil, cause: LogOffset? = nil, trace: String? = nil, body: [UInt8]? = nil
    ) -> RawEntry {
        RawEntry(
            offset: offset ?? self.offset, kind: kind, version: version, at: at, recordedAt: recordedAt, by: by,
            cause: cause ?? self.cause, trace: trace ?? self.trace, body: body ?? self.body)
    }
}
