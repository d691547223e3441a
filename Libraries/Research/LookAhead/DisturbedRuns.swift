internal import Contracts

/// A source, what it decides on the true bars, and the means to ask it about others.
struct DisturbedRuns<Source: DecisionSource> {
    let source: Source
    let frames: [BarFrame]
    let tolerance: Double
    private(set) var truth: [[Decision]] = []
    private(set) var count = 0
    /// How many changed series the source would not decide on, and what it said to the first.
    private(set) var refusals = 0
    private(set) var firstRefusal: String?

    init(_ source: Source, _ frames: [BarFrame], tolerance: Double) throws {
        self.source = source
        self.frames = frames
        self.tolerance = tolerance
        truth = try ask(frames, "the bars as they are")
    }

    private mutating func ask(_ frames: [BarFrame], _ what: String) throws -> [[Decision]] {
        count += 1
        let answer: [[Decision]]
        do {
            answer = try source.decisions(over: frames)
        } catch {
            throw ProofError.failed(on: what, reason: "\(error)")
        }
        guard answer.count == frames.count else {
            throw ProofError.wrongCount(answered: answer.count, given: frames.count, on: what)
        }
        return answer
    }

    /// The first decision in which another run over the true bars differs from the first one; `nil` where none does.
    mutating func repeated() throws -> DecisionDifference? {
        let again = try ask(frames, "the bars as they are, once more")
        return again.indices.first { !isSame($0, again) }.map { difference($0, again) }
    }

    /// Where decisions up to the cut differ when the series ends there.
    mutating func truncated(at cut: Cut) throws -> Changed? {
        changed(cut, try ask(cut.truncated(frames), "bars that end at bar \(cut.bar)"))
    }

    /// Where decisions up to the cut differ when the bars behind it are changed, or those of them within `bars`.
    mutating func disturbed(at cut: Cut, by disturbance: Disturbance, within bars: Range<Int>? = nil) throws -> Changed?
    {
        let changedFrames = cut.disturbed(frames, by: disturbance, within: bars)
        // What asks for nothing new needs no run.
        if changedFrames == frames { return nil }
        do {
            return changed(cut, try ask(changedFrames, "bars changed after bar \(cut.bar)"))
        } catch ProofError.failed(_, let reason) {
            // Changed bars may be bars that no market makes: a source that checks what it reads says nothing about the future by that.
            refusals += 1
            if firstRefusal == nil { firstRefusal = reason }
            return nil
        }
    }

    /// Decisions that changed: their bars, ascending, and the first of them.
    struct Changed {
        let bars: [Int]
        let first: DecisionDifference
        let last: DecisionDifference
    }

    private func changed(_ cut: Cut, _ answer: [[Decision]]) -> Changed? {
        let bars = (0...cut.bar).filter { !isSame($0, answer) }
        guard let first = bars.first, let last = bars.last else { return nil }
        return Changed(bars: bars, first: difference(first, answer), last: difference(last, answer))
    }

    private func isSame(_ bar: Int, _ answer: [[Decision]]) -> Bool {
        truth[bar].count == answer[bar].count
            && zip(truth[bar], answer[bar]).allSatisfy { $0.isSame(as: $1, tolerance: tolerance) }
    }

    private func difference(_ bar: Int, _ answer: [[Decision]]) -> DecisionDifference {
        let (before, after) = (truth[bar], answer[bar])
        let place = zip(before, after).enumerated().first { !$1.0.isSame(as: $1.1, tolerance: tolerance) }?.offset
        let shown = place ?? min(before.count, after.count)
        return DecisionDifference(
            bar: bar, at: frames[bar].at, before: shown < before.count ? before[shown] : nil,
            after: shown < after.count ? after[shown] : nil)
    }
}
