import Contracts

/// How long it takes from a bar's entry in the log until the venue's answer to an order decided on it, by our wall clock.
struct BarToOrderLatency {
    private var barRecordedAt: (trace: String, at: Timestamp)?
    private var milliseconds: [Double] = []

    mutating func take(_ entry: Entry, recordedAt: Timestamp) {
        if case .barFrame = entry.event { barRecordedAt = (entry.trace, recordedAt) }
        guard case .orderEvent(let event) = entry.event, case .accepted = event.change,
            let bar = barRecordedAt, bar.trace == entry.trace
        else { return }
        milliseconds.append(Double(recordedAt.nanoseconds - bar.at.nanoseconds) / 1e6)
    }

    /// The value that this share of the orders did not exceed; `nil` without orders.
    func percentile(_ share: Double) -> Double? { bullion.percentile(share, of: milliseconds) }
}

/// The value that this share of the values did not exceed; `nil` without values.
func percentile(_ share: Double, of values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    return values.sorted()[min(values.count - 1, Int(share * Double(values.count)))]
}
