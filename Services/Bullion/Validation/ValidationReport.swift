import Contracts
import Foundation
import Quant
import Research

/// The outcome of a validation for a program. Sharpe ratios are per year.
struct ValidationReport: Encodable {
    let schema = 1
    let kind = "validation"
    let market: String
    let strategy: String
    let rules: [String: String]
    let points: Int
    /// Points of the grid that the strategy can't be run with.
    let pointsLeftOut: Int
    let from: String
    let to: String
    let best: [String: Double]
    let metrics: Figures
    let overfitting: OverfittingPart
    let sharpe: SharpePart
    let folds: FoldsPart
    let paths: PathsPart
    let stress: StressReport
    let verdict: StudyVerdict

    init(
        _ study: Study, _ table: CandidateTable, best: Int, _ findings: ValidationFindings, _ metrics: Figures,
        stress: StressReport
    ) {
        market = study.market.label
        strategy = study.strategy
        rules = study.rules
        points = study.candidates.count
        pointsLeftOut = study.leftOut
        (from, to) = study.dates(of: 0..<study.sessions.count)
        self.best = table.candidates[best].dictionary
        self.metrics = metrics
        overfitting = OverfittingPart(findings)
        sharpe = SharpePart(findings)
        folds = FoldsPart(findings, table.candidates)
        paths = PathsPart(findings)
        self.stress = stress
        verdict = StudyVerdict(
            StudyVerdict.Evidence(
                overfitting: findings.overfitting.probability, deflatedSharpe: findings.deflatedSharpe,
                lowestSharpe: findings.interval?.lowerBound, pathsWithGain: findings.paths.gainRate,
                returnAtTwiceCosts: stress.costRuns.first { $0.costs == 2 }?.totalReturn,
                profitWithoutBestTrade: stress.topTrades.first?.profitWithout))
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

extension ValidationReport {
    struct OverfittingPart: Encodable {
        /// Combinations whose logit is within `from` ..< `from` + 1.
        struct Bin: Encodable {
            let from: Int
            let count: Int
        }

        let blocks: Int
        let combinations: Int
        let probability: Double
        let probabilityOfLoss: Double
        let degradationSlope: Double?
        let degradationIntercept: Double?
        let medianLogit: Double
        let logits: [Bin]

        fileprivate init(_ findings: ValidationFindings) {
            let found = findings.overfitting
            let sorted = found.logits.sorted()
            blocks = findings.blocks
            combinations = sorted.count
            probability = found.probability
            probabilityOfLoss = found.probabilityOfLoss
            degradationSlope = found.degradationSlope
            degradationIntercept = found.degradationIntercept
            // There are an even number of combinations: each has its complement.
            medianLogit = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
            let counts = Dictionary(sorted.map { (Int($0.rounded(.down)), 1) }, uniquingKeysWith: +)
            logits = counts.keys.sorted().map { Bin(from: $0, count: counts[$0] ?? 0) }
        }
    }

    struct SharpePart: Encodable {
        let annual: Double?
        /// The chance that the true one is above 0.
        let probabilistic: Double?
        /// The same, above what the best of all trials shows by luck.
        let deflated: Double?
        let trials: Int
        /// What the best of all trials is expected to show by luck.
        let luckiest: Double
        /// Sessions after which it would be above 0 with 95 % confidence; absent at or below 0.
        let sessionsNeeded: Double?
        let confidence = 0.95
        let lowest: Double?
        let highest: Double?
        let draws: Int
        let meanBlock: Double
        let seed: UInt64

        fileprivate init(_ findings: ValidationFindings) {
            let yearly = sessionsPerYear.squareRoot()
            annual = findings.evidence.map { $0.sharpe * yearly }
            probabilistic = findings.evidence?.probability(above: 0)
            deflated = findings.deflatedSharpe
            trials = findings.trials.count
            luckiest = findings.expectedMaximum * yearly
            // The usual confidence is within its range, so no refusal is left.
            sessionsNeeded = (try? findings.evidence?.minimumTrackRecord()) ?? nil
            (lowest, highest) = (findings.interval?.lowerBound, findings.interval?.upperBound)
            (draws, meanBlock, seed) = (findings.bootstrap.draws, findings.bootstrap.meanBlock, findings.bootstrap.seed)
        }
    }

    struct FoldsPart: Encodable {
        struct Fold: Encodable {
            let trainSessions: Int
            let testSessions: Int
            let chosen: [String: Double]?
            let inSampleSharpe: Double?
            let outOfSampleSharpe: Double?
        }

        let horizonSessions: Int
        let embargoSessions: Int
        let folds: [Fold]
        /// Of the tested sessions of all folds.
        let sharpe: Double?

        fileprivate init(_ findings: ValidationFindings, _ candidates: [Candidate]) {
            horizonSessions = findings.horizon
            embargoSessions = findings.embargo
            sharpe = findings.folds.sharpe
            folds = findings.folds.folds.map { fold in
                Fold(
                    trainSessions: fold.split.train.count, testSessions: fold.split.test.count,
                    chosen: fold.candidate.map { candidates[$0].dictionary }, inSampleSharpe: fold.inSampleSharpe,
                    outOfSampleSharpe: fold.outOfSampleSharpe)
            }
        }
    }

    struct PathsPart: Encodable {
        let groups: Int
        let testGroups: Int
        let splits: Int
        /// Of each path; absent where it did nothing.
        let sharpes: [Double?]
        let mean: Double?
        let deviation: Double?
        /// The share above 0.
        let gainRate: Double

        fileprivate init(_ findings: ValidationFindings) {
            let defined = Moments(findings.paths.sharpes.compactMap { $0 })
            groups = findings.cut.groups
            testGroups = findings.cut.testGroups
            splits = findings.paths.splits.count
            sharpes = findings.paths.sharpes
            mean = defined.count > 0 ? defined.mean : nil
            deviation = defined.deviation
            gainRate = findings.paths.gainRate
        }
    }
}
