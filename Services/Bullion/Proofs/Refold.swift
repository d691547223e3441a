import Archive
import Contracts
import Kernel

/// The five stages folded over a recorded log once more, and what they decide held against what was recorded.
///
/// Facts from outside are taken as they stand. Every decision must be the next one that its stage makes, down to the last bit. It is
/// compared before any stage sees it, so the stages never fold something that they did not decide.
struct Refold {
    /// The first decision that differs.
    struct Difference: Hashable {
        let offset: LogOffset
        let author: Author
        /// Which part of the entry: `kind`, `cause`, `at`, `trace` or `body`; `decision` when the stage made none.
        let field: String
        let expected: String
        let recorded: String
    }

    private(set) var entries: UInt64 = 0
    private(set) var decisions: UInt64 = 0
    private(set) var difference: Difference?

    private var universe: Universe?
    private var features = RefoldedStage(FeatureStage())
    private var strategy = RefoldedStage(StrategyStage())
    private var allocator = RefoldedStage(AllocatorStage())
    private var risk = RefoldedStage(RiskStage())
    private var orders = RefoldedStage(OrderStage())

    /// One number for all that was decided. It leaves out offsets and the clock, so that two runs that decide alike have the same.
    var digest: AuditHash {
        [features.digest, strategy.digest, allocator.digest, risk.digest, orders.digest]
            .reduce(AuditHash.empty) { .node($0, $1) }
    }

    /// Decisions that the log ends before, by author: normal for a log whose book is running.
    var pending: [(author: Author, count: Int)] {
        let all: [(author: Author, count: Int)] = [
            (.features, features.waiting), (.strategy, strategy.waiting), (.allocator, allocator.waiting),
            (.risk, risk.waiting), (.oms, orders.waiting),
        ]
        return all.filter { $0.count > 0 }
    }

    /// Takes the next entry; `false` once something differs.
    mutating func take(_ raw: RawEntry) -> Bool {
        let entry: Entry
        do {
            entry = try raw.decoded()
        } catch {
            difference = Difference(
                offset: raw.offset, author: Author(rawValue: raw.by) ?? .operator, field: "body",
                expected: "a readable \(raw.kind)", recorded: "\(error)")
            return false
        }
        difference = check(entry, raw)
        guard difference == nil else { return false }
        if case .configChange(let change) = entry.event { universe = change.configuration.universe }
        features.fold(entry)
        strategy.fold(entry)
        allocator.fold(entry)
        risk.fold(entry)
        orders.fold(entry)
        entries += 1
        return true
    }

    private mutating func check(_ entry: Entry, _ raw: RawEntry) -> Difference? {
        switch entry.by {
        case .features: decisions += 1; return features.check(entry, raw, universe)
        case .strategy: decisions += 1; return strategy.check(entry, raw, universe)
        case .allocator: decisions += 1; return allocator.check(entry, raw, universe)
        case .risk: decisions += 1; return risk.check(entry, raw, universe)
        case .oms: decisions += 1; return orders.check(entry, raw, universe)
        case .ingest, .gateway, .reconciler, .watchdog, .api, .scheduler, .recorder, .operator: return nil
        }
    }
}
