/// The value below which `share` of an ascending, non-empty list lies, interpolated linearly between its neighbors
/// (definition 7 of Hyndman and Fan, 1996, the default of R and NumPy).
func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
    precondition(!values.isEmpty && share >= 0 && share <= 1, "a quantile of something, at a share in 0…1")
    let position = share * Double(values.count - 1)
    let below = Int(position)
    guard below + 1 < values.count else { return values[below] }
    return values[below] + (position - Double(below)) * (values[below + 1] - values[below])
}
