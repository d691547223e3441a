/// The sample covariance (over n) drawn towards a simpler matrix, by as much as makes the expected squared error least.
public struct LedoitWolf: Hashable, Sendable {
    /// What the sample covariance is drawn towards.
    public enum Target: Hashable, Sendable {
        /// The mean variance on the diagonal and zero elsewhere. O. Ledoit and M. Wolf, *A well-conditioned estimator
        /// for large-dimensional covariance matrices*, 2004, lemmas 3.2–3.5.
        case scaledIdentity
        /// The sample variances, and the mean correlation everywhere. O. Ledoit and M. Wolf, *Honey, I shrunk the sample
        /// covariance matrix*, 2004, appendix B. Every column must move.
        case constantCorrelation
    }

    public let covariance: Covariance
    /// The target's share, within 0…1.
    public let shrinkage: Double

    /// - Parameter returns: one row a period, one column an instrument.
    /// - Throws: `noInstruments`, `tooFewRows` (two are needed), `notFinite`; `noVariance` with constant correlation.
    public init(of returns: Matrix, towards target: Target = .scaledIdentity) throws(PortfolioError) {
        try check(returns, atLeast: 2)
        let centered = returns.centered()
        let sample = centered.crossProducts().scaled(by: 1 / Double(returns.rows))
        let pull =
            switch target {
            case .scaledIdentity: identityPull(centered, sample)
            case .constantCorrelation: try correlationPull(centered, sample)
            }
        shrinkage = pull.shrinkage
        var blend = sample
        for row in 0..<sample.rows {
            for column in 0..<sample.rows {
                blend[row, column] =
                    pull.shrinkage * pull.target[row, column] + (1 - pull.shrinkage) * sample[row, column]
            }
        }
        covariance = Covariance(unchecked: blend)
    }
}

private struct Pull {
    let target: Matrix
    let shrinkage: Double
}

private func identityPull(_ centered: Matrix, _ sample: Matrix) -> Pull {
    let side = Double(sample.rows)
    let mean = sample.diagonal.reduce(0, +) / side
    let target = Matrix.identity(sample.rows).scaled(by: mean)
    // d²: how far the sample lies from the target. b²: how far it would lie from the truth by chance alone.
    let dispersion = zip(sample.values, target.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let chance = fourthMoments(centered).values.reduce(0, +) - sample.values.reduce(0) { $0 + $1 * $1 }
    let shrinkage = dispersion > 0 ? min(max(chance / Double(centered.rows), 0), dispersion) / dispersion : 0
    return Pull(target: target, shrinkage: sample.rows == 1 ? 0 : shrinkage)
}

private func correlationPull(_ centered: Matrix, _ sample: Matrix) throws(PortfolioError) -> Pull {
    let correlation = try Covariance(unchecked: sample).correlation()
    let (side, deviations) = (sample.rows, sample.diagonal.map { $0.squareRoot() })
    guard side > 1 else { return Pull(target: sample, shrinkage: 0) }
    let mean = (correlation.values.reduce(0, +) - Double(side)) / Double(side * (side - 1))
    var target = sample
    var gamma = 0.0
    for row in 0..<side {
        for column in 0..<side where column != row {
            target[row, column] = mean * deviations[row] * deviations[column]
            gamma += (target[row, column] - sample[row, column]) * (target[row, column] - sample[row, column])
        }
    }
    // π: the variance of the sample's elements. ρ: how far the target's elements move with them.
    let pi = zip(fourthMoments(centered).values, sample.values).map { $0 - $1 * $1 }
    var rho = 0.0
    let skewed = thirdByFirst(centered)
    for row in 0..<side {
        rho += pi[row * side + row]
        for column in 0..<side where column != row {
            let theta = skewed[row, column] - sample[row, row] * sample[row, column]
            rho += mean * deviations[column] / deviations[row] * theta
        }
    }
    let kappa = gamma > 0 ? (pi.reduce(0, +) - rho) / gamma : 0
    return Pull(target: target, shrinkage: min(max(kappa / Double(centered.rows), 0), 1))
}

/// The mean of xᵢ²xⱼ².
private func fourthMoments(_ centered: Matrix) -> Matrix {
    let squares = Matrix(rows: centered.rows, columns: centered.columns, values: centered.values.map { $0 * $0 })
    return squares.crossProducts().scaled(by: 1 / Double(centered.rows))
}

/// The mean of xᵢ³xⱼ.
private func thirdByFirst(_ centered: Matrix) -> Matrix {
    var sums = Matrix(rows: centered.columns, columns: centered.columns)
    for period in 0..<centered.rows {
        for row in 0..<centered.columns {
            let cube = centered[period, row] * centered[period, row] * centered[period, row]
            for column in 0..<centered.columns { sums[row, column] += cube * centered[period, column] }
        }
    }
    return sums.scaled(by: 1 / Double(centered.rows))
}
