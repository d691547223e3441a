internal import RealModule

/// The augmented Dickey-Fuller test for a unit root: may the series be a random walk, or does it return to its mean?
///
/// Δy(t) = γ·y(t − 1) + Σ δᵢ·Δy(t − i) + deterministic terms. The statistic is γ over its standard error; the smaller,
/// the less a walk. Dickey and Fuller (1979), Said and Dickey (1984).
public struct DickeyFuller: Hashable, Sendable {
    public enum Deterministics: String, CaseIterable, Hashable, Sendable {
        case none, constant, constantAndTrend
    }

    public enum Lags: Hashable, Sendable {
        case fixed(Int)
        /// The number with the least Akaike criterion, at most this many; by default ⌈12·(n ÷ 100)^¼⌉ (Schwert, 1989).
        case akaike(atMost: Int? = nil)
        /// The same with Schwarz's criterion, which is stricter.
        case schwarz(atMost: Int? = nil)
    }

    public let statistic: Double
    /// MacKinnon's (1994) approximation to the chance of so small a statistic if the series is a walk.
    public let pValue: Double
    public let lags: Int
    /// Differences used in the last regression.
    public let observations: Int
    /// Below these the walk is rejected at 1, 5 and 10 % (MacKinnon, 2010, for this many observations).
    public let criticalValues: MacKinnon.CriticalValues

    /// - Throws: `tooFew`, `notFinite`, `outOfRange` for lags below zero or beyond the data, `collinear` for a series
    ///   that does not move.
    public init(
        _ series: [Double], _ deterministics: Deterministics = .constant, lags: Lags = .akaike()
    ) throws(StatisticsError) {
        try requireFinite(series, "series")
        let chosen = try DickeyFullerDesign.chooseLags(series, deterministics, lags)
        let design = DickeyFullerDesign(series, deterministics, lags: chosen, skipping: chosen)
        let fit = try LinearRegression(of: design.response, on: design.columns, intercept: false)
        let level = fit.terms[DickeyFullerDesign.deterministicColumns(deterministics)]
        statistic = level.tStatistic ?? (level.coefficient < 0 ? -.infinity : .infinity)
        pValue = MacKinnon.pValue(statistic, deterministics)
        self.lags = chosen
        observations = fit.observations
        criticalValues = MacKinnon.criticalValues(deterministics, observations: fit.observations)
    }
}

/// The regression of the test: deterministic columns, the level, then lagged differences, nearest first.
private struct DickeyFullerDesign {
    let response: [Double]
    let columns: [Regressor]

    /// - Parameter skipping: differences left out at the start; at least `lags`.
    init(_ series: [Double], _ deterministics: DickeyFuller.Deterministics, lags: Int, skipping: Int) {
        let differences = zip(series.dropFirst(), series).map { $0 - $1 }
        let rows = skipping..<differences.count
        response = Array(differences[rows])
        var columns: [Regressor] = []
        if deterministics != .none { columns.append(Regressor("constant", rows.map { _ in 1 })) }
        if deterministics == .constantAndTrend { columns.append(Regressor("trend", rows.map { Double($0 + 1) })) }
        columns.append(Regressor("level", rows.map { series[$0] }))
        for lag in 0..<lags {
            columns.append(Regressor("difference \(lag + 1)", rows.map { differences[$0 - lag - 1] }))
        }
        self.columns = columns
    }

    static func deterministicColumns(_ deterministics: DickeyFuller.Deterministics) -> Int {
        switch deterministics {
        case .none: 0
        case .constant: 1
        case .constantAndTrend: 2
        }
    }

    static func chooseLags(
        _ series: [Double], _ deterministics: DickeyFuller.Deterministics, _ lags: DickeyFuller.Lags
    ) throws(StatisticsError) -> Int {
        let fixed = deterministicColumns(deterministics)
        // A regression with p lags has n − 1 − p rows and fixed + 1 + p columns, and needs a row more than columns.
        let most = (series.count - 3 - fixed) / 2
        if series.count < 5 + fixed { throw .tooFew(of: "values", has: series.count, needs: 5 + fixed) }
        switch lags {
        case .fixed(let count):
            try require((0...most).contains(count), "lags", Double(count), allowed: "0…\(most)")
            return count
        case .akaike(let limit):
            return try best(series, deterministics, limit, most) { _ in 2 }
        case .schwarz(let limit):
            return try best(series, deterministics, limit, most) { Double.log(Double($0)) }
        }
    }

    /// Compares all numbers of lags on the same rows. One factorization answers for every one of them.
    private static func best(
        _ series: [Double], _ deterministics: DickeyFuller.Deterministics, _ limit: Int?, _ most: Int,
        price: (Int) -> Double
    ) throws(StatisticsError) -> Int {
        let usual = Int((12 * Double.pow(Double(series.count) / 100, 0.25)).rounded(.up))
        if let limit { try require((0...most).contains(limit), "lags", Double(limit), allowed: "0…\(most)") }
        let fixed = deterministicColumns(deterministics)
        let largest = limit ?? min(usual, most, series.count / 2 - fixed - 1)
        let design = DickeyFullerDesign(series, deterministics, lags: largest, skipping: largest)
        let factors = try HouseholderQR(design.columns, response: design.response)
        let rows = Double(factors.rows)
        let criteria = (0...largest).map { lags in
            let terms = fixed + 1 + lags
            return rows * Double.log(factors.residualSumOfSquares(using: terms) / rows)
                + price(factors.rows) * Double(terms)
        }
        return criteria.indices.min { criteria[$0] < criteria[$1] } ?? 0
    }
}
