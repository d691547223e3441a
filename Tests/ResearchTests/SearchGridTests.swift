import Research
import Testing

@Suite struct `A search axis` {
    @Test func `includes both ends of a range where the step meets them`() throws {
        #expect(try SearchAxis("fast=5:8:1").values == [5, 6, 7, 8])
        #expect(try SearchAxis("fast=5:10:3").values == [5, 8])
        #expect(try SearchAxis("fast=5:5:1").values == [5])
        #expect(try SearchAxis("entry=-1:1:0.5").values == [-1, -0.5, 0, 0.5, 1])
    }

    @Test func `counts its steps exactly`() throws {
        let tenths = try SearchAxis("entry=0:1:0.1").values
        #expect(tenths == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    }

    @Test func `takes a list in any order`() throws {
        #expect(try SearchAxis("slow=100,20,50").values == [20, 50, 100])
        #expect(try SearchAxis("slow=20").values == [20])
    }

    @Test(arguments: [
        ("fast", "NAME=FROM:TO:STEP"), ("=1:2:1", "NAME=FROM:TO:STEP"), ("fast=1:2", "FROM:TO:STEP"),
        ("fast=1:2:0", "step must be above 0"), ("fast=1:2:-1", "step must be above 0"),
        ("fast=9:2:1", "TO is below FROM"), ("fast=1,two", "\"two\""), ("fast=", "\"\""), ("fast=1,,2", "\"\""),
        ("fast=1,2,1.0", "a value twice"), ("fast=0:1000000:1", "more than 100000 values"),
        ("fast=-9000000000:9000000000:1", "more than 100000 values"),
    ])
    func `says what is wrong with a text`(text: String, reason: String) {
        let error = #expect(throws: SearchError.self) { try SearchAxis(text) }
        #expect(error?.description.contains(reason) == true)
        #expect(error?.description.contains("\"\(text)\"") == true)
    }
}

@Suite struct `A search grid` {
    private let grid: SearchGrid

    init() throws {
        grid = try SearchGrid([SearchAxis("a=1:3:1"), SearchAxis("b=10,20"), SearchAxis("c=0:1:0.5")])
    }

    @Test func `holds every combination once, the last axis fastest`() {
        #expect(grid.count == 18)
        #expect(grid.values(of: 0) == [1, 10, 0])
        #expect(grid.values(of: 1) == [1, 10, 0.5])
        #expect(grid.values(of: 17) == [3, 20, 1])
        #expect(Set((0..<18).map { grid.values(of: $0) }).count == 18)
    }

    @Test(arguments: 0..<18) func `finds each point again by its coordinates`(place: Int) {
        #expect(grid.place(of: grid.coordinates(of: place)) == place)
    }

    @Test func `knows the neighbors of a point, and where an axis ends`() {
        let neighbors = grid.neighbors(of: grid.place(of: [0, 1, 1]))
        #expect(neighbors.map(\.below) == [nil, grid.place(of: [0, 0, 1]), grid.place(of: [0, 1, 0])])
        #expect(neighbors.map(\.above) == [grid.place(of: [1, 1, 1]), nil, grid.place(of: [0, 1, 2])])
    }

    @Test func `refuses an axis given twice`() throws {
        let axis = try SearchAxis("a=1,2")
        #expect(throws: SearchError.repeatedAxis("a")) { try SearchGrid([axis, axis]) }
    }

    @Test func `names the limit that it is above`() throws {
        let axes = try ["a", "b"].map { try SearchAxis("\($0)=1:2000:1") }
        let error = #expect(throws: SearchError.self) { try SearchGrid(axes).requireRunnable() }
        #expect(error?.description == "the grid has 4000000 points; at most 1000000 are allowed")
        #expect(throws: SearchError.self) { try SearchGrid(axes + [SearchAxis("c=1:2000:1")]) }
    }
}

@Suite struct `Shards` {
    @Test(arguments: 1...9) func `partition the points`(count: Int) throws {
        let points = Array(0..<23)
        let parts = try (1...count).map { try Shard("\($0)/\(count)").part(of: points) }
        #expect(parts.flatMap { $0 }.sorted() == points)
        #expect(parts.map(\.count).max().map { $0 - (parts.map(\.count).min() ?? 0) } ?? 0 <= 1)
    }

    @Test func `take every N-th point`() throws {
        #expect(try Shard("2/3").part(of: Array(0..<8)) == [1, 4, 7])
        #expect(Shard.whole.part(of: [4, 5]) == [4, 5])
    }

    @Test(arguments: ["", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1/100001"])
    func `that are none are refused by their text`(text: String) {
        #expect(throws: SearchError.unreadableShard(text)) { try Shard(text) }
    }
}

@Suite struct `Shuffled places` {
    @Test(arguments: [0, 1, 2, 17, 400]) func `hold every number once`(count: Int) {
        #expect(ShuffledPlaces(count: count, seed: 9).sorted() == Array(0..<count))
    }

    @Test func `depend on the seed alone`() {
        let first = Array(ShuffledPlaces(count: 100, seed: 1))
        #expect(first == Array(ShuffledPlaces(count: 100, seed: 1)))
        #expect(first != Array(ShuffledPlaces(count: 100, seed: 2)))
        #expect(first != Array(0..<100))
    }

    @Test func `put every number in front equally often`() {
        var counts = [Int](repeating: 0, count: 5)
        for seed in 0..<5000 as Range<UInt64> {
            var places = ShuffledPlaces(count: 5, seed: seed)
            if let first = places.next() { counts[first] += 1 }
        }
        #expect(counts.allSatisfy { (850...1150).contains($0) }, "\(counts)")
    }

    @Test func `of a billion are drawn without making them all`() {
        #expect(Set(ShuffledPlaces(count: 1_000_000_000, seed: 3).prefix(1000)).count == 1000)
    }
}
