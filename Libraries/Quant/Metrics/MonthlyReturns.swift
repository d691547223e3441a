/// A run's compounded returns by year and month.
public struct MonthlyReturns: Hashable, Sendable {
    /// One row of the table.
    public struct Year: Hashable, Sendable {
        public let year: Int
        /// January first; `nil` where the run has no return in that month.
        public fileprivate(set) var months: [Double?] = Array(repeating: nil, count: 12)
        /// All months of the row, compounded.
        public fileprivate(set) var total = 0.0
    }

    /// Ascending; a year without returns has no row.
    public private(set) var years: [Year] = []
    private var newestMonth = 0
    private var taken = 0

    public init() {}

    /// Takes the return of one more period that ended in `month` (1…12) of `year`.
    /// - Throws: `outOfRange` for another month, `outOfOrder` for one before the newest.
    public mutating func add(_ value: Double, year: Int, month: Int) throws(StatisticsError) {
        try require((1...12).contains(month), "month", Double(month), allowed: "1…12")
        if !value.isFinite { throw .notFinite(series: "returns", place: taken, value: value) }
        if let newest = years.last, (year, month) < (newest.year, newestMonth) {
            throw .outOfOrder(series: "months", place: taken)
        }
        taken += 1
        if years.last?.year != year { years.append(Year(year: year)) }
        newestMonth = month
        years[years.count - 1].compound(value, month: month)
    }
}

extension MonthlyReturns.Year {
    fileprivate mutating func compound(_ value: Double, month: Int) {
        months[month - 1] = (1 + (months[month - 1] ?? 0)) * (1 + value) - 1
        total = (1 + total) * (1 + value) - 1
    }
}
