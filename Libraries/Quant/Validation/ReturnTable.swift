/// The returns of several strategies over the same periods: a column for each strategy, a row for each period.
public struct ReturnTable: Hashable, Sendable {
    public let strategies: Int
    public let periods: Int
    /// Strategy after strategy, oldest period first.
    let values: [Double]

    /// - Throws: `tooFew` without a strategy or a period, `unequalLengths`, `notFinite`.
    public init(columns: [[Double]]) throws(StatisticsError) {
        guard let first = columns.first else { throw .tooFew(of: "strategies", has: 0, needs: 1) }
        if first.isEmpty { throw .tooFew(of: "periods", has: 0, needs: 1) }
        for (place, column) in columns.enumerated() {
            let name = "strategy \(place)"
            if column.count != first.count { throw .unequalLengths(of: name, has: column.count, needs: first.count) }
            try requireFinite(column, name)
        }
        strategies = columns.count
        periods = first.count
        values = columns.flatMap { $0 }
    }

    public subscript(strategy strategy: Int, period period: Int) -> Double { values[strategy * periods + period] }
}
