public import Contracts

/// One side's view of one position.
public struct PositionReading: Hashable, Sendable {
    public var symbol: Symbol
    /// Signed.
    public var quantity: Quantity
    /// Signed market value at that side's last price.
    public var value: Money

    public init(symbol: Symbol, quantity: Quantity, value: Money) {
        self.symbol = symbol
        self.quantity = quantity
        self.value = value
    }
}

/// The comparison of our ledger with the broker's positions: pure, so that the service and a tool say the same.
///
/// It walks the union of both sides, because a position that vanished from the broker's list is the one that matters most. An
/// instrument whose orders are in flight, or that two readings of the broker show differently, is not judged in this cycle.
public struct Reconciliation: Sendable {
    /// How far the two values of an equal quantity may differ, in basis points of the larger one: prices are of different moments.
    public var valueToleranceBasisPoints: Int64
    /// Differences up to this are never a break of value.
    public var valueToleranceFloor: Money

    public init(valueToleranceBasisPoints: Int64, valueToleranceFloor: Money = Money(units: 1)) {
        self.valueToleranceBasisPoints = valueToleranceBasisPoints
        self.valueToleranceFloor = valueToleranceFloor
    }

    /// Compares our positions with two readings of the broker's, taken while our ledger stood still.
    public func report(
        cycle: UInt64, ledgerOffset: LogOffset, ours: [PositionReading], first: [PositionReading],
        second: [PositionReading], inFlight: [Symbol]
    ) -> ReconciliationReport {
        var report = ReconciliationReport(
            cycle: cycle, ledgerOffset: ledgerOffset, compared: 0, breaks: [], inconclusive: [])
        for symbol in union(ours, first, second) {
            let our = ours.reading(of: symbol)
            let their = second.reading(of: symbol)
            guard first.reading(of: symbol).quantity == their.quantity, !inFlight.contains(symbol) else {
                report.inconclusive.append(symbol)
                continue
            }
            report.compared += 1
            if let found = difference(our, their) { report.breaks.append(found) }
        }
        return report
    }

    /// The symbols that any side holds, sorted.
    private func union(_ sides: [PositionReading]...) -> [Symbol] {
        var symbols: [Symbol] = []
        for symbol in sides.joined().filter({ !$0.quantity.isZero }).map(\.symbol).sorted() where symbols.last != symbol
        {
            symbols.append(symbol)
        }
        return symbols
    }

    private func difference(_ our: PositionReading, _ their: PositionReading) -> Break? {
        guard let found = judge(our, their) else { return nil }
        return Break(
            class: found, symbol: our.symbol, ours: our.quantity, theirs: their.quantity, ourValue: our.value,
            theirValue: their.value)
    }

    private func judge(_ our: PositionReading, _ their: PositionReading) -> Break.Class? {
        if our.quantity == their.quantity { return isValueOff(our.value, their.value) ? .valueMismatch : nil }
        if our.quantity.isZero { return .missingLocally }
        if their.quantity.isZero { return .missingAtBroker }
        return SplitRatio.explains(our.quantity, their.quantity) ? .splitSuspected : .quantityMismatch
    }

    private func isValueOff(_ our: Money, _ their: Money) -> Bool {
        let distance = (Int128(our.nanos) - Int128(their.nanos)).magnitude
        guard distance > valueToleranceFloor.nanos.magnitude else { return false }
        let larger = max(our.nanos.magnitude, their.nanos.magnitude)
        return distance * 10_000 > UInt128(larger) * UInt128(valueToleranceBasisPoints.magnitude)
    }
}

extension [PositionReading] {
    /// The reading of one symbol; nothing held when it is not listed.
    fileprivate func reading(of symbol: Symbol) -> PositionReading {
        first { $0.symbol == symbol } ?? PositionReading(symbol: symbol, quantity: .zero, value: .zero)
    }
}
