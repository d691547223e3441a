/// Why a statistic can't be computed from what was given, with what would be allowed.
///
/// A statistic that is merely undefined (a Sharpe ratio of one return) is `nil`, not an error.
public enum StatisticsError: Error, Hashable, Sendable {
    case notFinite(series: String, place: Int, value: Double)
    case tooFew(of: String, has: Int, needs: Int)
    case unequalLengths(of: String, has: Int, needs: Int)
    case outOfRange(name: String, value: Double, allowed: String)
    /// The column is a linear combination of those before it.
    case collinear(column: String)
    /// The series must not go back at `place`.
    case outOfOrder(series: String, place: Int)
}

extension StatisticsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notFinite(let series, let place, let value): "\(series)[\(place)] is \(value); it must be a finite number"
        case .tooFew(let things, let has, let needs): "there are \(has) \(things); it takes at least \(needs)"
        case .unequalLengths(let series, let has, let needs): "\(series) has \(has) values; it must have \(needs)"
        case .outOfRange(let name, let value, let allowed): "\(name) is \(value); it may be \(allowed)"
        case .collinear(let column): "column \(column) is a linear combination of the columns before it"
        case .outOfOrder(let series, let place): "\(series)[\(place)] goes back; the order must be ascending"
        }
    }
}

/// Throws unless every value is a finite number.
func requireFinite(_ values: [Double], _ series: String) throws(StatisticsError) {
    for place in 0..<values.count where !values[place].isFinite {
        throw .notFinite(series: series, place: place, value: values[place])
    }
}

/// Throws unless a parameter is allowed.
func require(
    _ isAllowed: Bool, _ name: String, _ value: Double, allowed: @autoclosure () -> String
) throws(StatisticsError) {
    if !isAllowed { throw .outOfRange(name: name, value: value, allowed: allowed()) }
}
