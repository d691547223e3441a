/// The bars of many frames in one array, frame after frame in the universe's order.
public struct BarTable: Hashable, Sendable, RandomAccessCollection {
    private var bars: [Bar]

    /// What stands for the close of a bar that isn't there: shorter than an optional, and passed over by who looks for closes above zero.
    private static let noClose = Price(nanos: .min)
    private static let none = Bar(open: .zero, high: .zero, low: .zero, close: noClose, volume: 0)

    /// Room for so many bars, of which there is none yet.
    ///
    /// - Parameter prepare: is shown the memory before anything is written to it.
    public init(count: Int, preparing prepare: (UnsafeMutableRawBufferPointer) -> Void = { _ in }) {
        bars = Array(unsafeUninitializedCapacity: count) { room, filled in
            prepare(UnsafeMutableRawBufferPointer(room))
            room.initialize(repeating: Self.none)
            filled = count
        }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { bars.count }

    public subscript(place: Int) -> Bar? {
        get {
            let bar = bars[place]
            return bar.close == Self.noClose ? nil : bar
        }
        set { bars[place] = newValue ?? Self.none }
    }

    /// Writes the closes of the bars from `first` on, in billionths: those not above zero are none, or no prices.
    public func writeCloses(from first: Int, _ count: Int, into closes: inout [Int64]) {
        let bars = bars.span
        var closes = closes.mutableSpan
        for place in 0..<count { closes[place] = bars[first &+ place].close.nanos }
    }
}
