import Contracts

/// Figures as lines whose columns stand under each other.
public struct FigureTable: Sendable {
    private static let headings = [
        "work", "way", "value", "unit", "must", "aim", "goal", "median", "fastest", "processor", "fills",
        "final equity", "remark",
    ]
    /// Words stand to the left of their column, numbers to the right.
    private static let words: Set<Int> = [0, 1, 3, 6, 12]
    private let rows: [[String]]

    public init(_ figures: [Figure]) { rows = [Self.headings] + figures.map(Self.row) }

    public var text: String {
        let widths = Self.headings.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { Self.line($0, widths) }.joined(separator: "\n")
    }

    private static func line(_ row: [String], _ widths: [Int]) -> String {
        let cells = row.enumerated().map { column, cell in
            let room = String(repeating: " ", count: widths[column] - cell.count)
            return words.contains(column) ? cell + room : room + cell
        }
        let line = cells.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func row(_ figure: Figure) -> [String] {
        [
            figure.work, figure.way, number(figure.value), figure.unit.rawValue,
            figure.goal.map { number($0.must) } ?? "", figure.goal?.aim.map(number) ?? "",
            figure.verdict?.rawValue ?? "",
            figure.times.map { duration($0.seconds) } ?? "", figure.times.map { duration($0.wall[0]) } ?? "",
            figure.times.map { duration($0.processorSeconds) } ?? "",
            figure.outcome.map { grouped("\($0.fills)") } ?? "", figure.outcome.map(equity) ?? "", figure.remark,
        ]
    }

    private static func equity(_ outcome: Figure.Outcome) -> String {
        let cents = (Int128(outcome.finalEquity)).dividedHalfEven(by: 10_000_000)
        return grouped("\(cents / 100)") + "." + digits(cents.magnitude % 100, 2)
    }

    /// Seconds in the unit that leaves a few digits before the point.
    static func duration(_ seconds: Double) -> String {
        if seconds >= 1 { return "\(decimal(seconds, 2)) s" }
        if seconds >= 0.001 { return "\(decimal(seconds * 1e3, 2)) ms" }
        return "\(decimal(seconds * 1e6, 1)) µs"
    }

    /// About four digits of any number, with a comma at every thousand.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        let magnitude = value.magnitude
        let places = magnitude >= 1_000 || magnitude == 0 ? 0 : magnitude >= 100 ? 1 : magnitude >= 1 ? 2 : 4
        // A number too small for its places is shown as it is: it is not nothing.
        return magnitude > 0 && magnitude < 0.000_1 ? "\(value)" : decimal(value, places)
    }

    static func decimal(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let whole = Int64((value.magnitude * scale).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        let units = sign + grouped("\(whole / Int64(scale))")
        return places == 0 ? units : units + "." + digits((whole % Int64(scale)).magnitude, places)
    }

    private static func digits(_ number: UInt64, _ count: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    private static func grouped(_ digits: String) -> String {
        var result = ""
        for (place, digit) in digits.enumerated() {
            let left = digits.count - place
            if place > 0, left % 3 == 0, result != "-" { result.append(",") }
            result.append(digit)
        }
        return result
    }
}
