import Backtesting
import Contracts
import Testing

@Suite struct `A round trip` {
    private func record(_ fills: [(Side, Int, Int)], commission: Int = 1) -> TradingRecord {
        var record = TradingRecord()
        for (place, fill) in fills.enumerated() {
            record.add(
                Fill(
                    order: OrderID("o-\(place)"), execution: "x-\(place)", instrument: InstrumentIndex(0), side: fill.0,
                    quantity: Quantity(units: fill.1), price: Price(units: fill.2),
                    cumulativeQuantity: Quantity(units: fill.1), commission: Money(units: commission),
                    happenedAt: Timestamp(nanoseconds: Int64(place))))
        }
        return record
    }

    @Test func `earns the difference less both commissions`() throws {
        let trips = record([(.buy, 10, 100), (.sell, 10, 110)]).roundTrips
        let trip = try #require(trips.first)
        #expect(trips.count == 1)
        #expect(!trip.isOpen)
        #expect(trip.profit == Money(units: 98))
        #expect(trip.entryPrice == Price(units: 100))
        #expect(trip.exitPrice == Price(units: 110))
    }

    @Test func `takes in every fill until the position is zero`() throws {
        let trips = record([(.buy, 10, 100), (.buy, 10, 120), (.sell, 5, 130), (.sell, 15, 130)], commission: 0)
            .roundTrips
        let trip = try #require(trips.first)
        #expect(trips.count == 1)
        #expect(trip.quantity == Quantity(units: 20))
        #expect(trip.entryPrice == Price(units: 110))
        #expect(trip.profit == Money(units: 400))
    }

    @Test func `of a short position gains when the price falls`() throws {
        let trip = try #require(record([(.sell, 10, 100), (.buy, 10, 90)], commission: 0).roundTrips.first)
        #expect(trip.side == .sell)
        #expect(trip.profit == Money(units: 100))
    }

    @Test func `that has not ended is told as open`() throws {
        let trips = record([(.buy, 10, 100), (.sell, 10, 110), (.buy, 1, 50)]).roundTrips
        #expect(trips.map(\.isOpen) == [false, true])
        #expect(trips.last?.exitPrice == nil)
    }

    @Test func `goes on in new shares after a split`() throws {
        let split = CorporateAction(
            instrument: InstrumentIndex(0), exDate: TradingDate(daysSinceEpoch: 0), change: .split(new: 2, old: 1))
        var whole = record([(.buy, 10, 100)], commission: 0)
        whole.add(split)
        whole.append(record([(.sell, 5, 60), (.sell, 15, 40)], commission: 0))
        let trip = try #require(whole.roundTrips.first)
        #expect(whole.roundTrips.count == 1)
        #expect(!trip.isOpen)
        #expect(trip.quantity == Quantity(units: 20))
        #expect(trip.entryPrice == Price(units: 50))
        #expect(trip.exitPrice == Price(units: 45))
        #expect(trip.profit == Money(units: -100))
    }

    @Test func `needs a fill`() { #expect(record([]).roundTrips.isEmpty) }
}
