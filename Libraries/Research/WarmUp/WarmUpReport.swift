public import Kernel

/// What a shorter past changes, by feature and for the views.
public struct WarmUpReport: Hashable, Sendable {
    /// One feature at every length.
    public struct Row: Hashable, Sendable {
        public let feature: FeatureSpec
        /// By length: the largest distance from the value after all bars, in percent of that value, over the judged bars and
        /// instruments; `nil` where the feature is a number after all bars but not yet after so few.
        public private(set) var driftPercent: [Double?]

        init(feature: FeatureSpec, lengths: Int) {
            self.feature = feature
            driftPercent = Array(repeating: 0, count: lengths)
        }

        /// Takes in the values of all instruments at one bar. What is no number after all bars can't be compared, and is passed over.
        mutating func add(_ full: [Double], _ short: [Double], lengthAt place: Int) {
            for (whole, part) in zip(full, short) where !whole.isNaN {
                guard let known = driftPercent[place], !part.isNaN else {
                    driftPercent[place] = nil
                    return
                }
                driftPercent[place] = max(known, Self.percent(part, of: whole))
            }
        }

        private static func percent(_ part: Double, of whole: Double) -> Double {
            if part == whole { return 0 }
            return whole == 0 ? .infinity : abs(part - whole) / abs(whole) * 100
        }
    }

    /// How many bars, ascending.
    public let lengths: [Int]
    /// The judged bars' places in the series, ascending.
    public let bars: [Int]
    public let rows: [Row]
    /// By length: at how many of the judged bars any view is another than after all bars, by more than a billionth.
    public let changedViews: [Int]

    /// The shortest length from which on no view changes at any judged bar; `nil` where even the longest changes one.
    public var settledLength: Int? { settled { changedViews[$0] == 0 } }

    /// The shortest length from which on a feature stays within `percent` of its value after all bars; `nil` where none does.
    public func settledLength(of row: Row, within percent: Double) -> Int? {
        settled { place in row.driftPercent[place].map { $0 <= percent } ?? false }
    }

    private func settled(_ isSettled: (Int) -> Bool) -> Int? {
        var shortest: Int?
        for place in lengths.indices.reversed() {
            guard isSettled(place) else { break }
            shortest = lengths[place]
        }
        return shortest
    }
}
