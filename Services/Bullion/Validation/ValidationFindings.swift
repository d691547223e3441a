import Quant
import Research

/// Everything that is computed on the returns of a grid's points; the rest of a validation runs the best one again.
struct ValidationFindings {
    let overfitting: Overfitting
    let blocks: Int
    let folds: FoldValidation
    let paths: PathValidation
    let cut: CombinatorialPurged
    let horizon: Int
    let embargo: Int
    let evidence: SharpeEvidence?
    let trials: TrialCount
    /// Per session.
    let expectedMaximum: Double
    let deflatedSharpe: Double?
    /// Of the Sharpe ratio per year, at 95 %; `nil` where most draws have none.
    let interval: ClosedRange<Double>?
    let bootstrap: StationaryBootstrap

    init(
        _ table: CandidateTable, best: Int, _ trials: TrialCount, _ options: ValidationOptions
    ) throws(StatisticsError) {
        blocks = options.blocks
        overfitting = try Overfitting(of: try table.returnTable(), blocks: options.blocks)
        horizon = options.horizon
        embargo = options.embargo(of: table.sessions)
        folds = try FoldValidation(
            table, try PurgedKFold(folds: options.folds, embargo: embargo), horizon: options.horizon)
        cut = try CombinatorialPurged(groups: options.groups, testGroups: options.testGroups, embargo: embargo)
        paths = try PathValidation(table, cut, horizon: options.horizon)
        self.trials = trials
        let spread = try trials.trials()
        expectedMaximum = spread.expectedMaximum
        let evidence = SharpeEvidence(Moments(table.returns[best]))
        self.evidence = evidence
        deflatedSharpe = evidence?.deflated(by: spread)
        bootstrap = try StationaryBootstrap(
            meanBlock: options.meanBlock, draws: options.draws, seed: options.bootstrapSeed)
        interval = try bootstrap.sharpeInterval(of: table.returns[best], periodsPerYear: sessionsPerYear)
    }
}
