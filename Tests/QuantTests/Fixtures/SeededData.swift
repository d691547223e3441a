import Contracts
import Quant

/// Made-up returns, bit for bit those of make_portfolio_fixtures.py.
enum SeededData {
    static func returns(seed: UInt64, rows: Int, columns: Int) -> Matrix {
        var chance = SplitMix64(seed: seed)
        var values: [Double] = []
        for _ in 0..<rows {
            let (market, metal) = (chance.normal(), chance.normal())
            for column in 0..<columns {
                let shared = 0.6 * market + (column % 2 == 0 ? 0.5 * metal : 0)
                values.append(0.004 * Double(1 + column) * (shared + 0.7 * chance.normal()))
            }
        }
        return Matrix(rows: rows, columns: columns, values: values)
    }

    /// Three regimes that last about thirty rows, each with its own volatility and mean.
    static func regimes(seed: UInt64, rows: Int, features: Int = 1) -> Matrix {
        var chance = SplitMix64(seed: seed)
        let (means, deviations) = ([0.001, 0, -0.002], [0.004, 0.009, 0.02])
        var regime = 0
        var values: [Double] = []
        for _ in 0..<rows {
            if chance.uniform() < 0.05 { regime = Int(chance.uniform() * 3) }
            for feature in 0..<features {
                values.append((means[regime] + deviations[regime] * chance.normal()) * Double(1 + feature))
            }
        }
        return Matrix(rows: rows, columns: features, values: values)
    }
}

/// The largest difference, relative to the largest expected value; infinite where the lengths differ.
func difference(_ values: [Double], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    let scale = expected.reduce(0) { max($0, abs($1)) }
    let largest = zip(values, expected).reduce(0) { $1.0.isFinite ? max($0, abs($1.0 - $1.1)) : .infinity }
    return scale > 0 ? largest / scale : largest
}

func sumsToOne(_ weights: [Double]) -> Bool {
    abs(weights.reduce(0, +) - 1) <= 1e-9 && weights.allSatisfy { $0 >= 0 }
}
