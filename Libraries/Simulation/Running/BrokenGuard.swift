internal import Contracts

/// A guard that is broken on purpose, to see that the simulation would notice: each sits in a seam of the simulated world, none in what
/// ships.
public enum BrokenGuard: String, Hashable, Sendable, CaseIterable {
    /// The log takes commits of an older epoch.
    case epochIgnored = "epoch-ignored"
    /// A commit whose answer was lost is sent again without a look whether it landed.
    case commitRepeated = "commit-repeated"
    /// Orders of unknown outcome are sent again without a look, and "exists already" passes for a refusal.
    case repeatsNotLookedUp = "repeats-not-looked-up"
    /// A fill that came is appended twice.
    case fillsDoubled = "fills-doubled"
    /// Recovery of the OMS takes an old snapshot for the state at the cursor. Another stage would stop at the first frame that does not
    /// follow what it knows.
    case recoverySkipsTail = "recovery-skips-tail"
    /// One approval is enough.
    case oneApproval = "one-approval"
    /// The reconciler reports no difference.
    case breaksIgnored = "breaks-ignored"
    /// The log is trimmed up to the archive, whoever still reads.
    case trimmedPastReaders = "trimmed-past-readers"
    /// Services go on after a restart of the log before it was compared with the archive.
    case rollbackNotNoticed = "rollback-not-noticed"
    /// A fill of a canceled order is dropped.
    case lateFillsDropped = "late-fills-dropped"
    /// Orders leave before their entry is archived.
    case sentBeforeArchived = "sent-before-archived"
}

/// Where broken guards are let in: between a stage and its host, and between the OMS and its log.
struct Seam {
    let broken: BrokenGuard?

    /// An answer of a stage on its way into the log.
    func answer(_ event: Event, of author: Author) -> Event { event }

    /// After a stage has folded an entry.
    func afterFold(_ entry: Entry, of author: Author, pending: inout [Draft]) {
        guard broken == .oneApproval, author == .risk, case .approval = entry.event, pending.isEmpty else { return }
        let change = TierChange(
            from: .flatten, to: .normal, reason: .reset(first: "one", second: "one"), equity: .zero,
            sessionBaseline: .zero, peak: .zero)
        pending.append(Draft(answering: entry, by: .risk, event: .tierChange(change)))
    }

    /// Facts of the OMS on their way into the log.
    func facts(_ facts: [Draft]) -> [Draft] {
        switch broken {
        case .fillsDoubled:
            return facts.flatMap { fact in
                if case .fill = fact.event { return [fact, fact] }
                return [fact]
            }
        case .lateFillsDropped:
            // A fill after which the same batch tells of the order's cancel, or whose cancel was told before.
            return facts.filter { fact in
                guard case .fill(let fill) = fact.event else { return true }
                return !facts.contains { other in
                    guard case .orderEvent(let event) = other.event, event.order == fill.order else { return false }
                    return event.change == .canceled
                }
            }
        default: return facts
        }
    }

    func report(_ facts: [Draft]) -> [Draft] {
        guard broken == .breaksIgnored else { return facts }
        return facts.map { fact in
            guard case .reconciliationReport(var report) = fact.event else { return fact }
            report.breaks = []
            return Draft(
                at: fact.at, by: fact.by, cause: fact.cause, trace: fact.trace, event: .reconciliationReport(report))
        }
    }
}
