internal import RealModule

/// A named column of a regression.
public struct Regressor: Hashable, Sendable {
    public let name: String
    public let values: [Double]

    public init(_ name: String, _ values: [Double]) {
        self.name = name
        self.values = values
    }
}

/// Ordinary least squares: the linear combination of columns that is nearest to a response.
public struct LinearRegression: Hashable, Sendable {
    /// What is known about one column.
    public struct Term: Hashable, Sendable {
        /// The column's name; the constant is `intercept`.
        public let name: String
        public let coefficient: Double
        /// As for errors that are independent and alike. 0 for a perfect fit.
        public let standardError: Double
        /// Coefficient over standard error; `nil` for a perfect fit.
        public var tStatistic: Double? { standardError == 0 ? nil : coefficient / standardError }
    }

    /// In the order of the columns, the intercept first.
    public let terms: [Term]
    public let observations: Int
    /// Observations less terms.
    public let degreesOfFreedom: Int
    public let residualSumOfSquares: Double
    /// The response's squares around its mean; around 0 without an intercept.
    public let totalSumOfSquares: Double

    /// - Parameters:
    ///   - response: what is explained; more values than there are terms.
    ///   - regressors: what explains it, each as long as the response.
    ///   - intercept: whether a constant is fitted too.
    /// - Throws: `tooFew`, `unequalLengths`, `notFinite`, or `collinear` with the first column that is redundant.
    public init(
        of response: [Double], on regressors: [Regressor], intercept: Bool = true
    ) throws(StatisticsError) {
        let constant = intercept ? [Regressor("intercept", Array(repeating: 1, count: response.count))] : []
        let design = constant + regressors
        try Self.check(response, design)
        let factors = try HouseholderQR(design, response: response)
        observations = response.count
        degreesOfFreedom = response.count - design.count
        residualSumOfSquares = factors.residualSumOfSquares(using: design.count)
        let mean = intercept ? Moments(response).mean : 0
        totalSumOfSquares = response.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let variance = residualSumOfSquares / Double(degreesOfFreedom)
        let (coefficients, inverse) = (factors.coefficients, factors.inverseGramDiagonal)
        terms = design.indices.map { place in
            Term(
                name: design[place].name, coefficient: coefficients[place],
                standardError: (variance * inverse[place]).squareRoot())
        }
    }

    private static func check(_ response: [Double], _ design: [Regressor]) throws(StatisticsError) {
        if design.isEmpty { throw .tooFew(of: "columns", has: 0, needs: 1) }
        if response.count <= design.count {
            throw .tooFew(of: "observations", has: response.count, needs: design.count + 1)
        }
        try requireFinite(response, "response")
        for column in design {
            if column.values.count != response.count {
                throw .unequalLengths(of: column.name, has: column.values.count, needs: response.count)
            }
            try requireFinite(column.values, column.name)
        }
    }
}

extension LinearRegression {
    /// The share of the response's squares that is explained; `nil` if there is nothing to explain.
    public var rSquared: Double? { totalSumOfSquares == 0 ? nil : 1 - residualSumOfSquares / totalSumOfSquares }

    /// The residuals' deviation, divided by the degrees of freedom.
    public var residualDeviation: Double { (residualSumOfSquares / Double(degreesOfFreedom)).squareRoot() }

    /// The term of that name.
    public subscript(name: String) -> Term? { terms.first { $0.name == name } }
}
