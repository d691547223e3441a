/// The last things that happened, for a failing seed.
public struct Trace: Hashable, Sendable {
    public static let capacity = 20_000
    let isKept: Bool
    private var lines: [String] = []
    private var next = 0

    init(isKept: Bool) { self.isKept = isKept }

    mutating func add(_ step: Int, _ text: String) {
        let line = "\(step)  \(text)"
        if lines.count < Self.capacity {
            lines.append(line)
        } else {
            lines[next] = line
            next = (next + 1) % Self.capacity
        }
    }

    /// Oldest first.
    public var newest: [String] { Array(lines[next...] + lines[..<next]) }
}
