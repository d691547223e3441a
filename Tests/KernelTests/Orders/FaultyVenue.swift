import Contracts
import Kernel

/// A venue as bad as venues get: replies are lost, the stream drops and repeats, and an id is never taken twice.
struct FaultyVenue {
    struct Record {
        var order: VenueOrder
        let id: OrderID
        let instrument: InstrumentIndex
        let request: OrderRequest
        var executions: [VenueExecution] = []
    }

    private(set) var records: [Record] = []
    /// Messages of the stream that nobody has read.
    private(set) var stream: [(VenueUpdate, InstrumentIndex)] = []
    var isFaulty = true
    private var dice: SplitMix64
    private var names = 0

    init(seed: UInt64) { dice = SplitMix64(seed: seed ^ 0xfa17) }

    mutating func submit(_ order: Order) -> Dispatch.Answer {
        if fault(6) { return .notSent }
        if fault(6) { return .unknown(reason: "the request was lost") }
        if place(order.id) != nil { return .exists }
        if fault(8) { return .refused(code: 40310000, reason: "insufficient buying power") }
        names += 1
        let state = VenueOrder(name: "v\(names)", status: .open, filled: .zero, averagePrice: nil, happenedAt: order.at)
        records.append(Record(order: state, id: order.id, instrument: order.instrument, request: order.request))
        tell(records.count - 1, nil)
        return fault(4) ? .unknown(reason: "the answer was lost") : .accepted(venueOrderID: state.name)
    }

    mutating func lookUp(_ order: Order) -> Dispatch.Answer {
        if fault(5) { return .unknown(reason: "503") }
        return place(order.id).map { .order(records[$0].order) } ?? .missing
    }

    mutating func cancel(_ name: String) -> Dispatch.Answer {
        if fault(5) { return .unknown(reason: "timeout") }
        guard let place = records.firstIndex(where: { $0.order.name == name }), records[place].order.status == .open
        else { return .cancelRefused }
        if !fault(3) {
            records[place].order.status = .canceled
            tell(place, nil)
        }
        return .cancelTaken
    }

    /// The list of executions; while the venue is faulty it may lag behind the sums.
    mutating func executions(of name: String) -> [VenueExecution] {
        guard let record = records.first(where: { $0.order.name == name }) else { return [] }
        return fault(3) ? Array(record.executions.dropLast()) : record.executions
    }

    /// Something happens in the market: an open order is filled, in part or whole, or expires.
    mutating func trade() {
        for place in records.indices where records[place].order.status == .open && (!isFaulty || dice.chance(oneIn: 3))
        {
            if fault(10) {
                records[place].order.status = .expired
                tell(place, nil)
                continue
            }
            let leaves = records[place].request.quantity - records[place].order.filled
            let units = isFaulty ? dice.number(1...max(1, leaves.nanos / nanosPerUnit)) : leaves.nanos / nanosPerUnit
            fill(place, Quantity(units: Int(units)), at: Price(units: Int(dice.number(90...110))))
        }
    }

    mutating func takeStream() -> [(VenueUpdate, InstrumentIndex)] {
        defer { stream.removeAll() }
        return stream
    }

    private mutating func fill(_ place: Int, _ quantity: Quantity, at price: Price) {
        var order = records[place].order
        let paid = (order.averagePrice?.notional(of: order.filled) ?? .zero) + price.notional(of: quantity)
        order.filled += quantity
        order.averagePrice = Price(
            nanos: (Int128(paid.nanos) * 1_000_000_000).dividedHalfEven(by: Int128(order.filled.nanos)))
        if order.filled == records[place].request.quantity { order.status = .filled }
        records[place].order = order
        let execution = VenueExecution(
            name: "\(order.name)-\(order.filled)", quantity: quantity, price: price, cumulativeQuantity: order.filled,
            happenedAt: order.happenedAt)
        records[place].executions.append(execution)
        tell(place, execution)
    }

    private mutating func tell(_ place: Int, _ execution: VenueExecution?) {
        if fault(4) { return }
        let message = (
            VenueUpdate(order: records[place].id, venue: records[place].order, execution: execution),
            records[place].instrument
        )
        stream.append(message)
        if fault(4) { stream.insert(message, at: Int(dice.number(0...Int64(stream.count)))) }
    }

    private func place(_ id: OrderID) -> Int? { records.firstIndex { $0.id == id } }

    private mutating func fault(_ oneIn: Int64) -> Bool { isFaulty && dice.chance(oneIn: oneIn) }
}
