/// What must hold at every step, whatever happens.
public enum Invariant: String, Hashable, Sendable, CaseIterable {
    case oneOrderPerIntent = "I1 at most one order per intent"
    case fillsAgree = "I2 fills in the log = fills at the broker = position"
    case equityAddsUp = "I3 equity = cash + marks"
    case tierHolds = "I4 a tier never falls without two approvals"
    case auditExtends = "I5 the audit tree extends every older root"
    case noRiskWhileUnknown = "I6 no risk is added while state is unknown"
    case decisionsRefold = "I7 decisions re-fold to the same digest"
    case jobsRunOnce = "I8 no job runs twice per session date"
    case moneyIsConserved = "I9 money is conserved"
    case fencing = "a fenced process commits nothing"
    case archiveFirst = "no order leaves before its cause is archived"
    case recovery = "the log holds what its readers need"
    case breaksTold = "a difference with the broker is reported"
    case settles = "the book comes to rest once nothing fails any more"
}

/// An invariant that did not hold.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    public let invariant: Invariant
    public let detail: String
    public let step: Int

    public var description: String { "step \(step): \(invariant.rawValue): \(detail)" }
}
