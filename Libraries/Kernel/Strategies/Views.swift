public import Contracts

/// What one strategy thinks of each instrument: −1 (fully short) to 1 (fully long) of its share of the book.
public struct Views: Hashable, Sendable, Codable {
    /// What the strategy may hold, in ascending order.
    public let instruments: [InstrumentIndex]
    /// Whether views may grow. While they may not, a new view counts only as far as it is nearer to zero than the old
    /// one.
    public internal(set) var isEnabled: Bool
    /// How often a view has changed: who looks only for news compares it.
    private(set) var changes = 0
    private var weights: [Double]
    private var confidences: [Double]

    /// No view of anything yet. `universe` is how many instruments the book has.
    public init(of instruments: [InstrumentIndex], universe: Int, isEnabled: Bool = true) {
        self.instruments = instruments.sorted()
        self.isEnabled = isEnabled
        weights = Array(repeating: 0, count: universe)
        confidences = Array(repeating: 0, count: universe)
    }

    /// The view held of `instrument`.
    public subscript(instrument: InstrumentIndex) -> Double { weights[instrument.place] }

    /// How sure the strategy was of it, 0 to 1.
    public func confidence(_ instrument: InstrumentIndex) -> Double { confidences[instrument.place] }

    /// Takes a new view.
    public mutating func set(_ weight: Double, for instrument: InstrumentIndex, confidence: Double = 1) {
        precondition(weight >= -1 && weight <= 1, "a view lies between −1 and 1")
        precondition(confidence >= 0 && confidence <= 1, "confidence lies between 0 and 1")
        if repeats(weight, for: instrument, confidence: confidence) { return }
        let place = instrument.place
        weights[place] = allowed(weight, after: weights[place])
        confidences[place] = confidence
        changes += 1
    }

    /// Whether `set` would change nothing.
    @inline(__always)
    public func repeats(_ weight: Double, for instrument: InstrumentIndex, confidence: Double = 1) -> Bool {
        let held = weights[instrument.place]
        return allowed(weight, after: held) == held && confidence == confidences[instrument.place]
    }

    @inline(__always)
    private func allowed(_ weight: Double, after held: Double) -> Double {
        isEnabled ? weight : nearerToZero(weight, than: held)
    }

    private func nearerToZero(_ wanted: Double, than held: Double) -> Double {
        held >= 0 ? min(max(wanted, 0), held) : max(min(wanted, 0), held)
    }

    /// Writes the views that are not zero, in order of instrument, into the places from `count` on, which it moves behind them.
    func write(to signals: inout [Signal], from count: inout Int, strategy: Int) {
        let held = instruments.span
        for place in held.indices where weights[held[place].place] != 0 {
            let instrument = held[place]
            let signal = Signal(
                strategy: UInt16(strategy), instrument: instrument, weight: weights[instrument.place],
                confidence: confidences[instrument.place])
            if count < signals.count { signals[count] = signal } else { signals.append(signal) }
            count += 1
        }
    }

    /// The same views for another list of instruments; those no longer on it are dropped.
    func limited(to instruments: [InstrumentIndex], isEnabled: Bool) -> Views {
        var result = Views(of: instruments, universe: weights.count, isEnabled: isEnabled)
        for instrument in result.instruments {
            result.weights[instrument.place] = weights[instrument.place]
            result.confidences[instrument.place] = confidences[instrument.place]
        }
        return result
    }
}
