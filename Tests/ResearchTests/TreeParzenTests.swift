import Contracts
import Research
import Testing

@Suite struct `A Parzen search` {
    private let grid: SearchGrid

    init() throws { grid = try SearchGrid([SearchAxis("a=0:29:1"), SearchAxis("b=0:29:1")]) }

    /// A smooth hill on the unit square, highest at `top`.
    private func hill(_ place: Int, top: (Double, Double)) -> Double {
        let values = grid.values(of: place)
        let (across, up) = (values[0] / 29 - top.0, values[1] / 29 - top.1)
        return 1 - across * across - 2 * up * up - 0.8 * across * up
    }

    /// Every point asked for, in order, when `score` answers.
    private func asked(
        _ settings: TreeParzen.Settings, isRunnable: (Int) -> Bool = { _ in true }, score: (Int) -> Double?
    ) -> [Int] {
        var search = TreeParzen(grid, settings)
        var all: [Int] = []
        while true {
            let batch = search.ask(isRunnable: isRunnable)
            if batch.isEmpty { return all }
            for place in batch { search.tell(place, score: score(place)) }
            all += batch
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `reaches 99 % of the grid's best in a tenth of its points`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let top = (0.2 + 0.6 * chance.uniform(), 0.2 + 0.6 * chance.uniform())
        let best = (0..<grid.count).map { hill($0, top: top) }.max() ?? 0
        let places = asked(.init(trials: grid.count / 10, seed: seed)) { hill($0, top: top) }
        #expect(places.count == 90)
        #expect((places.map { hill($0, top: top) }.max() ?? 0) >= 0.99 * best)
    }

    @Test func `beats an even draw at the same number of trials`() {
        var (learned, even) = (0.0, 0.0)
        for seed in 0..<20 as Range<UInt64> {
            let score = { (place: Int) in hill(place, top: (0.31, 0.64)) }
            learned += asked(.init(trials: 45, seed: seed), score: score).map(score).reduce(0, +) / 45
            even += ShuffledPlaces(count: grid.count, seed: seed).prefix(45).map(score).reduce(0, +) / 45
        }
        #expect(learned > even)
    }

    @Test func `asks for no point twice, and for all where there are no more`() {
        let places = asked(.init(trials: 1000, seed: 4)) { hill($0, top: (0.5, 0.5)) }
        #expect(places.sorted() == Array(0..<900))
    }

    @Test func `asks only for points that can be run`() {
        let isBelow = { (place: Int) in place / 30 < place % 30 }
        let places = asked(.init(trials: 100, seed: 5), isRunnable: isBelow) { hill($0, top: (0.2, 0.7)) }
        #expect(places.count == 100)
        #expect(places.allSatisfy(isBelow))
    }

    @Test func `asks the same questions for the same seed`() {
        let score = { (place: Int) in hill(place, top: (0.4, 0.4)) }
        let first = asked(.init(trials: 60, seed: 6), score: score)
        #expect(first == asked(.init(trials: 60, seed: 6), score: score))
        #expect(first != asked(.init(trials: 60, seed: 7), score: score))
    }

    @Test func `goes on where runs have no score`() {
        #expect(asked(.init(trials: 60, seed: 8)) { _ in nil }.count == 60)
        #expect(asked(.init(trials: 60, seed: 8)) { $0.isMultiple(of: 2) ? nil : Double($0) }.count == 60)
    }

    @Test func `of one point is that point`() throws {
        let single = try SearchGrid([SearchAxis("a=3")])
        var search = TreeParzen(single, .init(trials: 5, seed: 1))
        #expect(search.ask { _ in true } == [0])
        search.tell(0, score: 1)
        #expect(search.ask { _ in true } == [])
    }
}
