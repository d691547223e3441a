import Quant

/// How steadily one parameter was chosen over the windows: a choice that jumps about was made by noise.
public struct ParameterStability: Hashable, Sendable {
    public struct Use: Hashable, Sendable {
        public let value: Double
        public let windows: Int
    }

    public let name: String
    /// The values that were chosen, ascending, and how often.
    public let uses: [Use]
    /// Deviation over the size of the mean; `nil` under two choices or around a mean of zero.
    public let coefficientOfVariation: Double?
    /// The largest change from one choice to the next; `nil` under two choices.
    public let largestJump: Double?

    /// - Parameter chosen: the values in the order of the windows that made a choice.
    public init(_ name: String, chosen: [Double]) {
        self.name = name
        uses = Set(chosen).sorted().map { value in Use(value: value, windows: chosen.count { $0 == value }) }
        let moments = Moments(chosen)
        coefficientOfVariation = moments.mean == 0 ? nil : moments.deviation.map { $0 / abs(moments.mean) }
        largestJump = zip(chosen, chosen.dropFirst()).map { abs($1 - $0) }.max()
    }
}
