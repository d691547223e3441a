import Contracts
import Quant

/// A search that learns from the points it has seen where better ones may be: the Tree-structured Parzen Estimator over a grid.
///
/// The points seen are parted into the best and the rest. New points are drawn where the best are dense, and of several draws the one is
/// taken for which (density of the best) ÷ (density of the rest) is largest, which is where the expected improvement is. Bergstra, Bardenet,
/// Bengio and Kégl (2011), "Algorithms for Hyper-Parameter Optimization", NIPS 24, section 4.
///
/// Points come in batches of a size that belongs to the search and not to the machine, so that the same seed asks the same questions
/// however many threads answer. No point is asked for twice, and none that can't be run.
public struct TreeParzen: Sendable {
    /// How a search is run.
    public struct Settings: Hashable, Sendable {
        public let trials: Int
        public let seed: UInt64
        /// Points that are asked for before the next answer is looked at.
        public let batch: Int

        public static let maximumTrials = 100_000

        public init(trials: Int, seed: UInt64, batch: Int = 4) {
            precondition((1...Self.maximumTrials).contains(trials) && batch > 0, "a search has trials")
            self.trials = trials
            self.seed = seed
            self.batch = batch
        }

        /// How many of the trials are drawn evenly, before anything is known.
        var start: Int { min(trials, max(batch, trials / 4)) }
    }

    private struct Observation {
        let coordinates: [Int]
        /// Higher is better; below all numbers where the run has no score.
        let score: Double
    }

    /// Of 100 points seen, how many count as the best.
    private static let bestPercent = 15
    /// Draws among which the most promising is taken.
    private static let candidates = 24

    private let grid: SearchGrid
    private let settings: Settings
    private var chance: SplitMix64
    private var unseen: ShuffledPlaces
    private var asked: Set<Int> = []
    private var observations: [Observation] = []

    public init(_ grid: SearchGrid, _ settings: Settings) {
        self.grid = grid
        self.settings = settings
        var seeds = SplitMix64(seed: settings.seed)
        unseen = ShuffledPlaces(count: grid.count, seed: seeds.next())
        chance = SplitMix64(seed: seeds.next())
    }

    /// The next points to run, to be answered by `tell` before the next call; empty when the trials are used up or no point is left.
    /// - Parameter isRunnable: whether a point can be run at all. Must answer the same for a point whenever it is asked.
    public mutating func ask(isRunnable: (Int) -> Bool) -> [Int] {
        let isStarting = asked.count < settings.start
        let wanted = isStarting ? settings.start : min(settings.batch, settings.trials - asked.count)
        let estimate = isStarting ? nil : Estimate(grid, parted())
        var batch: [Int] = []
        while batch.count < wanted {
            guard
                let place = estimate.flatMap({ promising($0, isRunnable) }) ?? even(isRunnable)
            else { break }
            asked.insert(place)
            batch.append(place)
        }
        return batch
    }

    /// What a point scored, higher being better; `nil` for a run that can't be the best.
    public mutating func tell(_ place: Int, score: Double?) {
        precondition(asked.contains(place), "an answer is to a question")
        observations.append(Observation(coordinates: grid.coordinates(of: place), score: score ?? -.infinity))
    }

    /// The best and the rest, equals in the order in which they were told.
    private func parted() -> (best: [[Int]], rest: [[Int]]) {
        let ranked = observations.enumerated().sorted {
            $0.element.score != $1.element.score ? $0.element.score > $1.element.score : $0.offset < $1.offset
        }.map(\.element)
        let best = max(1, (ranked.count * Self.bestPercent + 99) / 100)
        return (ranked.prefix(best).map(\.coordinates), ranked.dropFirst(best).map(\.coordinates))
    }

    /// The most promising of some points drawn where the best are dense; `nil` if all draws were seen before.
    private mutating func promising(_ estimate: Estimate, _ isRunnable: (Int) -> Bool) -> Int? {
        var (chosen, promise) = (Int?.none, -Double.infinity)
        var found = 0
        // On a small grid most draws near the best are seen already, so that it takes more of them.
        for _ in 0..<Self.candidates * 10 where found < Self.candidates {
            let coordinates = estimate.draw(using: &chance)
            let place = grid.place(of: coordinates)
            guard !asked.contains(place), isRunnable(place) else { continue }
            found += 1
            let ratio = estimate.promise(of: coordinates)
            if ratio > promise { (chosen, promise) = (place, ratio) }
        }
        return chosen
    }

    /// A point that nothing speaks for or against; `nil` when all were asked for.
    private mutating func even(_ isRunnable: (Int) -> Bool) -> Int? {
        while let place = unseen.next() {
            if !asked.contains(place), isRunnable(place) { return place }
        }
        return nil
    }
}

/// Where the best points are dense, and where the rest are, axis by axis.
private struct Estimate {
    let best: [ParzenAxis]
    let rest: [ParzenAxis]

    init(_ grid: SearchGrid, _ seen: (best: [[Int]], rest: [[Int]])) {
        best = grid.axes.indices.map { axis in
            ParzenAxis(count: grid.axes[axis].values.count, observed: seen.best.map { $0[axis] })
        }
        rest = grid.axes.indices.map { axis in
            ParzenAxis(count: grid.axes[axis].values.count, observed: seen.rest.map { $0[axis] })
        }
    }

    func draw(using chance: inout SplitMix64) -> [Int] { best.map { $0.draw(using: &chance) } }

    func promise(of coordinates: [Int]) -> Double {
        var ratio = 1.0
        for (axis, coordinate) in coordinates.enumerated() {
            ratio *= best[axis].chance(of: coordinate) / rest[axis].chance(of: coordinate)
        }
        return ratio
    }
}
