/// A bounded memory of names that were seen, such as the ids of commands: a repeat is told from something new.
struct RecentNames: Hashable, Sendable, Codable {
    private let capacity: Int
    private var names: [String] = []

    init(capacity: Int) { self.capacity = capacity }

    func contains(_ name: String) -> Bool { names.contains(name) }

    /// Remembers a name and answers whether it was new. The oldest is forgotten when there is no more room.
    mutating func insert(_ name: String) -> Bool {
        guard !names.contains(name) else { return false }
        if names.count == capacity { names.removeFirst() }
        names.append(name)
        return true
    }
}
