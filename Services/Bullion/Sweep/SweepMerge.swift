import Foundation
import Research

/// The parts of a sweep as one.
enum SweepMerge {
    typealias Part = (path: String, report: SweepReport)

    static func read(_ path: String) throws(CommandFailure) -> SweepReport {
        do {
            let report = try JSONDecoder().decode(
                SweepReport.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
            if report.kind == SweepReport.currentKind, report.schema == SweepReport.currentSchema { return report }
        } catch let error as CocoaError {
            throw .failed("\(path): could not be read: \(error.localizedDescription)")
        } catch {}
        throw .failed("\(path) is not the JSON of a sweep of schema \(SweepReport.currentSchema)")
    }

    /// Throws unless the parts are all of one sweep, each once.
    static func join(_ parts: [Part]) throws(CommandFailure) -> SweepReport {
        let sorted = try inOrder(parts)
        let points = sorted.flatMap { $0.report.points }.sorted { $0.place < $1.place }
        let skipped = sorted.flatMap { $0.report.skipped }.sorted { $0.place < $1.place }
        let places = (points.map(\.place) + skipped.map(\.place))
        let first = sorted[0].report
        guard places.count == first.planned, Set(places).count == places.count else {
            throw .failed("the parts hold \(Set(places).count) different points, and the sweep has \(first.planned)")
        }
        return try joined(sorted, points, skipped)
    }

    /// The parts by their number.
    private static func inOrder(_ parts: [Part]) throws(CommandFailure) -> [Part] {
        guard let first = parts.first else { throw .failed("there is no part to join") }
        var paths: [Int: Part] = [:]
        for part in parts {
            guard let text = part.report.shard, let shard = try? Shard(text) else {
                // A text that is no shard and none at all come to the same: this file is not a part.
                throw .failed("\(part.path) is a whole sweep, and no part of one")
            }
            try requireSame(first, part, shard)
            if let other = paths[shard.number] {
                throw .failed("\(other.path) and \(part.path) are both part \(shard)")
            }
            paths[shard.number] = part
        }
        let count = first.report.shard.flatMap { try? Shard($0) }?.count ?? 0  // It was read above.
        let missing = (1...max(1, count)).filter { paths[$0] == nil }
        guard missing.isEmpty else {
            throw .failed("missing: part \(missing.map { "\($0)/\(count)" }.joined(separator: ", "))")
        }
        return (1...count).compactMap { paths[$0] }
    }

    private static func requireSame(_ first: Part, _ part: Part, _ shard: Shard) throws(CommandFailure) {
        if let difference = part.report.sweep.difference(from: first.report.sweep) {
            throw .failed("\(part.path) belongs to another sweep than \(first.path): \(difference)")
        }
        guard part.report.goal == first.report.goal else {
            throw .failed("\(part.path) has another objective than \(first.path): \(words(part)), not \(words(first))")
        }
        guard let whole = first.report.shard, whole.hasSuffix("/\(shard.count)") else {
            throw .failed("\(part.path) is part \(shard), and \(first.path) is part \(first.report.shard ?? "–")")
        }
    }

    private static func words(_ part: Part) -> String {
        "\(part.report.objective.rawValue) with \(part.report.minimumTrades) trades or more"
    }
}

extension SweepMerge {
    private static func joined(
        _ parts: [Part], _ points: [SweepReport.Point], _ skipped: [SweepReport.Skip]
    ) throws(CommandFailure) -> SweepReport {
        let first = parts[0].report
        let findings = SearchFindings(
            points.map { .init(place: $0.place, figures: $0.figures) }, on: try grid(of: parts[0]), goal: first.goal)
        let seconds = parts.map(\.report.runSeconds).max() ?? 0
        let fresh = parts.map(\.report.freshPoints).reduce(0, +)
        return SweepReport(
            schema: first.schema, kind: first.kind, digest: first.digest, sweep: first.sweep, shard: nil,
            market: first.market, strategy: first.strategy, fixed: first.fixed, symbols: first.symbols,
            rules: first.rules, startEquity: first.startEquity, objective: first.objective,
            minimumTrades: first.minimumTrades, grid: first.grid, gridPoints: first.gridPoints, planned: first.planned,
            points: points, skipped: skipped, best: best(findings, parts), trials: findings.tally.trials,
            trialsOnMarket: findings.tally.trials, frames: first.frames, bars: first.bars,
            jobs: parts.map(\.report.jobs).reduce(0, +), freshPoints: fresh,
            loadSeconds: parts.map(\.report.loadSeconds).max() ?? 0, runSeconds: seconds,
            pointBarsPerSecond: Double(first.bars) * Double(fresh) / max(seconds, 1e-9))
    }

    /// The best of all parts is the best of its own, where it was run alone too.
    private static func best(_ findings: SearchFindings, _ parts: [Part]) -> SweepReport.Best? {
        guard let best = findings.best,
            let found = parts.lazy.compactMap(\.report.best).first(where: { $0.place == best.place })
        else { return nil }
        return SweepReport.Best(
            place: best.place, parameters: found.parameters, figures: best.figures, reproduce: found.reproduce,
            slopes: findings.slopes, deflatedSharpe: findings.deflatedSharpe(among: findings.tally))
    }

    private static func grid(of part: Part) throws(CommandFailure) -> SearchGrid {
        do {
            return try SearchGrid(try part.report.grid.map { text throws(SearchError) in try SearchAxis(text) })
        } catch {
            throw .failed("\(part.path): \(error)")
        }
    }
}
