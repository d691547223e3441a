import Backtesting
import Contracts
import Crypto
import Exchange
import Kernel

extension BacktestResult {
    /// One text for all that a run did: SHA-256, in hexadecimal, of its orders as they were decided, its fills and its equity after every
    /// frame, to the last billionth. Two runs that did the same have the same digest on every machine.
    ///
    /// Round trips and metrics are functions of these and add nothing. Execution names are left out: they are the venue's.
    var digest: String {
        var bytes = DigestWriter()
        bytes.put("bullion result 1")
        bytes.put(startEquity.nanos)
        bytes.put(trading.orders.count)
        for order in trading.orders { bytes.put(order) }
        bytes.put(trading.fills.count)
        for fill in trading.fills { bytes.put(fill) }
        bytes.put(curve.count)
        for point in curve {
            bytes.put(point.at.nanoseconds)
            bytes.put(point.equity.nanos)
        }
        bytes.put(sessionEnds.count)
        for place in sessionEnds { bytes.put(place) }
        return bytes.digits()
    }
}

/// Values as bytes that no other values have: numbers in eight bytes, the highest first, and texts with their length before them.
private struct DigestWriter {
    private var hash = SHA256()
    /// What the hash has not taken in yet: it takes in blocks far faster than single numbers.
    private var pending: [UInt8] = []

    mutating func put(_ number: some FixedWidthInteger) {
        let word = UInt64(truncatingIfNeeded: number).bigEndian
        withUnsafeBytes(of: word) { pending.append(contentsOf: $0) }
        if pending.count >= 65_536 { flush() }
    }

    mutating func put(_ text: String) {
        put(text.utf8.count)
        pending.append(contentsOf: text.utf8)
    }

    private mutating func flush() {
        hash.update(data: pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// The 64 hexadecimal digits of the hash of all that was put in.
    consuming func digits() -> String {
        flush()
        return hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    mutating func put(_ order: TradingRecord.PlacedOrder) {
        put(order.id.text)
        put(order.instrument.rawValue)
        put(order.request.side.sign)
        put(order.request.quantity.nanos)
        put(order.request.type)
        put(order.request.timeInForce.rawValue)
        put(order.at.nanoseconds)
    }

    mutating func put(_ type: OrderType) {
        let (kind, first, second): (Int, Int64, Int64) =
            switch type {
            case .market: (0, 0, 0)
            case .limit(let price): (1, price.nanos, 0)
            case .stop(let price): (2, price.nanos, 0)
            case .stopLimit(let stop, let limit): (3, stop.nanos, limit.nanos)
            case .trailingStop(.amount(let distance)): (4, distance.nanos, 0)
            case .trailingStop(.basisPoints(let points)): (5, points, 0)
            }
        put(kind)
        put(first)
        put(second)
    }

    mutating func put(_ fill: Fill) {
        put(fill.order.text)
        put(fill.instrument.rawValue)
        put(fill.side.sign)
        put(fill.quantity.nanos)
        put(fill.price.nanos)
        put(fill.cumulativeQuantity.nanos)
        put(fill.commission.nanos)
        put(fill.happenedAt.nanoseconds)
    }
}
