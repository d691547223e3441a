internal import Contracts

/// The newest known volatility of each instrument, made with the features' indicator.
struct VolatilityMeter: Sendable, Codable {
    let bars: Int
    private var features: FeatureFold
    /// By instrument; 0 while it is unknown. It stays known through frames without a bar.
    private(set) var known: [Double]
    /// A buffer, and no part of the state: it may hold NaN, which a snapshot can't.
    private var newest = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 1, values: [])

    private enum CodingKeys: String, CodingKey { case bars, features, known }

    /// `nil` unless the allocation follows volatility.
    init?(_ allocation: AllocationConfiguration, instruments: Int) {
        guard allocation.method == .inverseVolatility else { return nil }
        bars = allocation.volatilityWindow
        features = FeatureFold(plan: FeaturePlan([.volatility(bars)]), instruments: instruments)
        known = Array(repeating: 0, count: instruments)
    }

    mutating func fold(_ frame: borrowing BarFrame) {
        features.fold(frame, into: &newest)
        for place in 0..<known.count where !newest.values[place].isNaN { known[place] = newest.values[place] }
    }

    mutating func apply(_ action: CorporateAction) { features.apply(action) }
}
