import Contracts
import Foundation
import MarketData

/// Rows of words whose columns stand under each other: text to the left, numbers to the right.
struct DataTable {
    private var rows: [[String]] = []
    private let rightAligned: Set<Int>

    init(rightAligned: Set<Int> = []) { self.rightAligned = rightAligned }

    mutating func add(_ row: [String]) { rows.append(row) }

    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return rightAligned.contains(column) ? space + cell : cell + space
            }
            let line = "  " + cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}

/// A count with a comma at every thousand.
func grouped(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
        groups.insert(String(digits.suffix(3)), at: 0)
        digits.removeLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
}

extension BarSeries {
    /// When its bars begin and end: dates for days, New York's minutes for less.
    var span: String {
        guard let first, let last else { return "no bars" }
        return "\(moment(first)) … \(moment(last))"
    }

    func moment(_ time: Timestamp) -> String { newYorkText(time, isDay: identity.interval.isSession) }

    var notes: [String] {
        var notes = ["adjusted for: \(identity.adjustment)"]
        if identity.isCloseOnly { notes.append("closes only") }
        if identity.hasRoundedVolume { notes.append("volumes rounded") }
        return notes
    }
}

/// `2025-06-30`, or `2025-06-30 15:45` on New York's wall.
func newYorkText(_ time: Timestamp, isDay: Bool) -> String {
    // A day that ends at midnight is the one before.
    let date = NewYork.date(at: Timestamp(nanoseconds: time.nanoseconds - 1))
    guard !isDay else { return date.description }
    let second = NewYork.secondOfDay(at: time)
    let clock = [second / 3600, second / 60 % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    let rest = second % 60
    return "\(NewYork.date(at: time)) \(clock)" + (rest == 0 ? "" : ":\(rest < 10 ? "0" : "")\(rest)")
}
