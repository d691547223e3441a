public import Contracts

/// Proves that decisions depend on the past alone, or names the input from the future that they read.
///
/// What was decided up to a bar can't depend on later bars. So the source is asked again about series that agree up to a cut and differ
/// behind it: one that ends there, and ones whose later bars are larger, smaller, shuffled or missing, in all fields or in one, in all
/// instruments or in one. Any difference up to the cut is proof of looking ahead; that there is none is evidence, which grows with the
/// number of cuts.
public struct LookAheadProver<Source: DecisionSource> {
    private let source: Source
    private let plan: ProofPlan

    public init(_ source: Source, plan: ProofPlan = ProofPlan()) {
        self.source = source
        self.plan = plan
    }

    /// Asks the source about `frames`, which are in ascending time and of one universe.
    /// - Throws: `ProofError` when there are fewer than three frames, when the source fails on the bars as they are or on their beginning,
    ///   and when it answers for another number of bars than it was given.
    public func prove(_ frames: [BarFrame]) throws -> LookAheadReport {
        guard frames.count >= 3 else { throw ProofError.tooFewFrames(frames.count) }
        var runs = try DisturbedRuns(source, frames, tolerance: plan.tolerance)
        let cuts = Cut.draw(plan.cuts, from: frames, moment: source.moment, seed: plan.seed)
        var verdict = LookAheadReport.Verdict.honest
        if let difference = try runs.repeated() {
            verdict = .nondeterministic(difference)
        } else {
            let caught = try suspicious(cuts, &runs)
            if !caught.isEmpty { verdict = try judge(caught, &runs) }
        }
        return LookAheadReport(
            verdict: verdict, frames: frames.count, cuts: cuts.map(\.bar), runs: runs.count, refusals: runs.refusals,
            firstRefusal: runs.firstRefusal)
    }

    /// The cuts at which something changed, as many of them as are needed to see how far it reads.
    private func suspicious(_ cuts: [Cut], _ runs: inout DisturbedRuns<Source>) throws -> [Cut] {
        var caught: [Cut] = []
        for cut in cuts where caught.count < plan.witnesses {
            if try isSuspicious(cut, &runs) { caught.append(cut) }
        }
        return caught
    }

    private func isSuspicious(_ cut: Cut, _ runs: inout DisturbedRuns<Source>) throws -> Bool {
        if try runs.truncated(at: cut) != nil { return true }
        for disturbance in disturbances(cut, instruments: runs.frames[0].bars.count)
        where try runs.disturbed(at: cut, by: disturbance) != nil {
            return true
        }
        return false
    }

    /// What is done to the future at each cut, the bluntest first.
    private func disturbances(_ cut: Cut, instruments: Int) -> [Disturbance] {
        let factors: [Factor] = [.fourfold, .quarter]
        var list = factors.map { Disturbance(change: .scaled($0)) }
        list.append(Disturbance(change: .shuffled(seed: plan.seed &+ UInt64(cut.bar))))
        list.append(Disturbance(change: .removed))
        for field in BarField.numbers {
            list += factors.map { Disturbance(fields: [field], change: .scaled($0)) }
        }
        guard instruments > 1 else { return list }
        for place in 0..<instruments {
            list += factors.map { Disturbance(instrument: InstrumentIndex(place), change: .scaled($0)) }
        }
        return list
    }

    /// One that answers differently now and then looks like one that looks ahead, so it is asked again before it is accused.
    private func judge(_ cuts: [Cut], _ runs: inout DisturbedRuns<Source>) throws -> LookAheadReport.Verdict {
        for _ in 0..<3 {
            if let difference = try runs.repeated() { return .nondeterministic(difference) }
        }
        return .looksAhead(try Narrowing.guilty(cuts, &runs))
    }
}

/// How thoroughly a proof looks.
public struct ProofPlan: Hashable, Sendable {
    /// At how many bars the future is changed; at least 1. More than there are bars to cut at counts as all of them.
    public var cuts: Int
    /// Where the cuts are, and how bars are shuffled.
    public var seed: UInt64
    /// How far two numbers may be apart, as a share of the larger one or of 1, and still count as the same: 0 for exact arithmetic,
    /// 1e-9 for programs whose sums round differently over longer arrays.
    public var tolerance: Double
    /// How many cuts must show a difference before the search for its cause begins, where there are so many.
    public var witnesses: Int

    public init(cuts: Int = 16, seed: UInt64 = 1, tolerance: Double = 0, witnesses: Int = 4) {
        precondition(cuts >= 1 && witnesses >= 1, "a proof makes a cut and wants a witness")
        precondition(tolerance >= 0, "a tolerance is not negative")
        self.cuts = cuts
        self.seed = seed
        self.tolerance = tolerance
        self.witnesses = witnesses
    }
}
