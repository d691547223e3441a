import Contracts
import Foundation
import Research

/// The outcome of a sweep, or of one part of it, for a program.
struct SweepReport: Codable {
    struct Point: Codable {
        let place: Int
        let parameters: [String: Double]
        /// Higher is better; absent for a point that can't be the best.
        let score: Double?
        let figures: RunFigures
    }

    struct Skip: Codable {
        let place: Int
        let parameters: [String: Double]
        let reason: String
    }

    struct Best: Codable {
        let place: Int
        let parameters: [String: Double]
        let figures: RunFigures
        /// The command that runs this point alone.
        let reproduce: String
        /// What the objective is one step away, by parameter.
        let slopes: [SearchFindings.Slope]
        /// The chance that its true Sharpe ratio is more than luck would have found in as many trials.
        let deflatedSharpe: Double?
    }

    let schema: Int
    let kind: String
    /// Of `sweep`: parts with one digest belong together.
    let digest: String
    let sweep: SweepIdentity
    /// Absent for a whole sweep.
    let shard: String?
    let market: String
    let strategy: String
    /// Parameters that are not varied.
    let fixed: [String: Double]
    let symbols: [String]
    let rules: [String: String]
    let startEquity: String
    let objective: Objective
    let minimumTrades: Int
    let grid: [String]
    let gridPoints: Int
    /// Points of all parts, those that the strategy refuses among them.
    let planned: Int
    let points: [Point]
    let skipped: [Skip]
    let best: Best?
    /// Runs of this sweep, and with those before it on this market by the ledger.
    let trials: Int
    let trialsOnMarket: Int
    let frames: Int
    let bars: Int
    let jobs: Int
    /// Points that were run now, and not read from the file of an earlier run.
    let freshPoints: Int
    let loadSeconds: Double
    let runSeconds: Double
    /// Bars times points run now, by the seconds that took.
    let pointBarsPerSecond: Double

    static let currentSchema = 1
    static let currentKind = "sweep"

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

extension SweepReport {
    var goal: SearchGoal { SearchGoal(objective, minimumTrades: minimumTrades) }
    var runs: [SearchFindings.Run] { points.map { .init(place: $0.place, figures: $0.figures) } }
}

extension SearchGrid {
    /// A point's parameters by name.
    func parameters(of place: Int) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: zip(axes.map(\.name), values(of: place)))
    }
}
