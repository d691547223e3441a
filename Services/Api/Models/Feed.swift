import Contracts

/// The newest facts of one sort in log order. The oldest are dropped when there are too many.
struct Feed<Item: Sendable>: Sendable {
    struct Place: Sendable {
        let offset: LogOffset
        let item: Item
    }

    private var places: [Place] = []
    private let capacity: Int
    /// How many there ever were.
    private(set) var total = 0

    init(capacity: Int = 10_000) {
        self.capacity = capacity
        // Pages are taken as they are filled; an array that grows in doubles leaves holes behind.
        places.reserveCapacity(capacity)
    }

    var newest: LogOffset { places.last?.offset ?? .start }

    mutating func append(_ item: Item, at offset: LogOffset) {
        // Half at once, so that dropping costs little for each entry.
        if places.count >= capacity { places.removeFirst(capacity / 2) }
        places.append(Place(offset: offset, item: item))
        total += 1
    }

    /// The first `limit` after `since`, or the newest `limit` when nobody says since when; in log order either way.
    func page(_ query: Query, where isWanted: (Item) -> Bool = { _ in true }) -> Page<Place> {
        guard let since = query.since else {
            var newest: [Place] = []
            for place in places.reversed() where isWanted(place.item) {
                newest.append(place)
                if newest.count == query.limit { break }
            }
            return Page(items: newest.reversed(), hasMore: false)
        }
        var items: [Place] = []
        for place in places[firstPlace(after: since)...] where isWanted(place.item) {
            if items.count == query.limit { return Page(items: items, hasMore: true) }
            items.append(place)
        }
        return Page(items: items, hasMore: false)
    }

    private func firstPlace(after offset: LogOffset) -> Int {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Some of a list, and whether there is more after it.
struct Page<Item> {
    var items: [Item]
    var hasMore: Bool
}
