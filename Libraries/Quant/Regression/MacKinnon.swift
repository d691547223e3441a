internal import RealModule

/// The distribution of the Dickey-Fuller statistic of one series, as MacKinnon's response surfaces give it.
///
/// P-values: MacKinnon (1994), "Approximate asymptotic distribution functions for unit-root and cointegration tests",
/// JBES 12, tables 3 and 4. Critical values: MacKinnon (2010), "Critical values for cointegration tests", Queen's
/// Economics Department working paper 1227, table 2.
public enum MacKinnon {
    public struct CriticalValues: Hashable, Sendable {
        public let onePercent: Double
        public let fivePercent: Double
        public let tenPercent: Double
    }

    /// The asymptotic chance of a statistic as small as this if the series is a walk: 0 below and 1 above the range
    /// that the surface was fitted to.
    public static func pValue(_ statistic: Double, _ deterministics: DickeyFuller.Deterministics) -> Double {
        let surface = surface(deterministics)
        if statistic < surface.least { return 0 }
        if statistic > surface.most { return 1 }
        let powers = statistic <= surface.joint ? surface.small : surface.large
        return Normal.cumulative(polynomial(powers, statistic))
    }

    /// The values below which a walk is rejected, with the correction for a finite sample in powers of
    /// 1 ÷ observations.
    public static func criticalValues(
        _ deterministics: DickeyFuller.Deterministics, observations: Int
    ) -> CriticalValues {
        precondition(observations > 0, "a test has observations")
        let rows = criticalRows(deterministics).map { polynomial($0, 1 / Double(observations)) }
        return CriticalValues(onePercent: rows[0], fivePercent: rows[1], tenPercent: rows[2])
    }

    private static func polynomial(_ powers: [Double], _ value: Double) -> Double {
        powers.reversed().reduce(0) { $0 * value + $1 }
    }

    /// Polynomials in the statistic for the normal score of its p-value, below and above `joint`.
    private struct Surface {
        let least, joint, most: Double
        let small, large: [Double]
    }

    private static func surface(_ deterministics: DickeyFuller.Deterministics) -> Surface {
        switch deterministics {
        case .none:
            Surface(
                least: -19.04, joint: -1.04, most: .infinity,
                small: [0.6344, 1.2378, 0.032496], large: [0.4797, 0.93557, -0.06999, 0.033066])
        case .constant:
            Surface(
                least: -18.83, joint: -1.61, most: 2.74,
                small: [2.1659, 1.4412, 0.038269], large: [1.7339, 0.93202, -0.12745, -0.010368])
        case .constantAndTrend:
            Surface(
                least: -16.18, joint: -2.89, most: 0.7,
                small: [3.2512, 1.6047, 0.049588], large: [2.5261, 0.61654, -0.37956, -0.060285])
        }
    }

    /// Rows for 1, 5 and 10 %; columns are powers of 1 ÷ observations.
    private static func criticalRows(_ deterministics: DickeyFuller.Deterministics) -> [[Double]] {
        switch deterministics {
        case .none:
            [
                [-2.56574, -2.2358, -3.627, 0], [-1.94100, -0.2686, -3.365, 31.223],
                [-1.61682, 0.2656, -2.714, 25.364],
            ]
        case .constant:
            [
                [-3.43035, -6.5393, -16.786, -79.433], [-2.86154, -2.8903, -4.234, -40.040],
                [-2.56677, -1.5384, -2.809, 0],
            ]
        case .constantAndTrend:
            [
                [-3.95877, -9.0531, -28.428, -134.155], [-3.41049, -4.3904, -9.036, -45.374],
                [-3.12705, -2.5856, -3.925, -22.380],
            ]
        }
    }
}
