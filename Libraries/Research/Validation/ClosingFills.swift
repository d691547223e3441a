public import Backtesting
public import Contracts

extension TradingRecord {
    /// The fills that would close what is still held, at given prices and free of charge.
    ///
    /// With them every round trip has an end, and all profits add up to what the equity gained: a position that is still open counts at
    /// its last close, as it does in the equity.
    /// - Parameter price: what an instrument that is held is worth; `nil` leaves its position open.
    public func closingFills(at instant: Timestamp, price: (InstrumentIndex) -> Price?) -> [Fill] {
        var trips = TripTally()
        replay {
            trips.add($0)
        } split: {
            trips.split($0.instrument, new: $0.new, old: $0.old)
        }
        let positions = trips.positions
        return positions.indices.compactMap { place in
            let instrument = InstrumentIndex(place)
            guard !positions[place].isZero, let price = price(instrument) else { return nil }
            return Fill(
                order: OrderID("valued-\(place)"), execution: "valued", instrument: instrument,
                side: positions[place] > .zero ? .sell : .buy, quantity: positions[place].magnitude, price: price,
                cumulativeQuantity: positions[place].magnitude, commission: .zero, happenedAt: instant)
        }
    }
}
