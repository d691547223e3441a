import Foundation
import Research

/// One sweep: chooses the points, has them run, and remembers what came of them.
struct SweepSearch {
    let runs: SweepRuns
    let method: SearchMethod
    let goal: SearchGoal
    let shard: Shard
    let state: SweepState?
    let isQuiet: Bool

    /// What a sweep found, by ascending place.
    struct Outcome {
        var runs: [SweepRuns.Run] = []
        /// Points that the strategy refuses, and why.
        var skipped: [(place: Int, reason: String)] = []
        /// How many of the runs were run now, and not read from the file of an earlier one.
        var fresh = 0
        /// Points of all parts, run and skipped.
        var planned = 0
    }

    func run() throws -> Outcome {
        var outcome = Outcome()
        switch method {
        case .whole: try runAll(Array(0..<runs.space.grid.count), &outcome)
        case .random(let count, let seed): try runAll(drawn(count, seed: seed), &outcome)
        case .parzen(let settings): try learn(settings, &outcome)
        }
        outcome.runs.sort { $0.place < $1.place }
        return outcome
    }

    /// Enough points for `count` runs, or all that there are; the refused ones on the way are among them.
    private func drawn(_ count: Int, seed: UInt64) -> [Int] {
        var places: [Int] = []
        var runnable = 0
        for place in ShuffledPlaces(count: runs.space.grid.count, seed: seed) {
            places.append(place)
            if runs.space.refusal(of: place) == nil { runnable += 1 }
            if runnable == count { break }
        }
        return places.sorted()
    }

    private func runAll(_ places: [Int], _ outcome: inout Outcome) throws {
        outcome.planned = places.count
        var runnable: [Int] = []
        for place in shard.part(of: places) {
            if let refusal = runs.space.refusal(of: place) {
                outcome.skipped.append((place, "\(refusal)"))
            } else {
                runnable.append(place)
            }
        }
        guard !runnable.isEmpty else {
            let reason = outcome.skipped.first.map { "the strategy refuses every point; the first: \($0.reason)" }
            throw CommandFailure.failed(reason ?? "part \(shard) has no point: there are only \(places.count)")
        }
        var progress = SweepProgress(total: runnable.count, isQuiet: isQuiet)
        try evaluate(runnable, &outcome, &progress)
    }

    private func learn(_ settings: TreeParzen.Settings, _ outcome: inout Outcome) throws {
        var search = TreeParzen(runs.space.grid, settings)
        var progress = SweepProgress(total: settings.trials, isQuiet: isQuiet)
        while true {
            let batch = search.ask { runs.space.refusal(of: $0) == nil }
            if batch.isEmpty { break }
            let known = outcome.runs.count
            try evaluate(batch, &outcome, &progress)
            // In the order of the questions, so that the answers don't tell which thread was first.
            let figures = Dictionary(uniqueKeysWithValues: outcome.runs[known...].map { ($0.place, $0.figures) })
            for place in batch { search.tell(place, score: figures[place].flatMap(goal.score)) }
        }
        guard !outcome.runs.isEmpty else {
            throw CommandFailure.failed("the strategy refuses every point of the grid")
        }
        progress.finish(outcome.runs.count)
        outcome.planned = outcome.runs.count
    }

    /// Takes what an earlier run finished, and runs the rest.
    private func evaluate(_ places: [Int], _ outcome: inout Outcome, _ progress: inout SweepProgress) throws {
        let known = state?.finished ?? [:]
        outcome.runs += places.compactMap { place in known[place].map { .init(place: place, figures: $0) } }
        progress.begin(outcome.runs.count - outcome.fresh)
        let rest = places.filter { known[$0] == nil }
        try runs.run(rest) { block in
            try state?.add(block)
            outcome.runs += block
            outcome.fresh += block.count
            progress.show(outcome.runs.count)
        }
    }
}

/// How far a sweep has come, and when it will be done.
struct SweepProgress {
    private let total: Int
    private var bar: ProgressBar?
    /// Points that an earlier run had finished: they say nothing about the speed.
    private var known = 0

    init(total: Int, isQuiet: Bool) {
        self.total = total
        bar = isQuiet ? nil : ProgressBar(total: total)
    }

    mutating func begin(_ known: Int) { self.known = known }

    mutating func show(_ done: Int) {
        let (known, total) = (known, total)
        bar?.show(done) { seconds in
            let rate = Double(done - known) / max(seconds, 1e-9)
            let left = rate > 0 ? Int((Double(total - done) / rate).rounded(.up)) : 0
            return "\(done) of \(total) points  \(left) s left"
        }
    }

    /// A search over fewer points than were asked for ends before its bar does.
    mutating func finish(_ done: Int) { if done < total { bar?.interrupt(with: "\(done) points are all there are") } }
}
