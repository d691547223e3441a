import Contracts
import MarketData
import Web

/// Finds the instrument of a symbol by its text, as the wire has it.
struct InstrumentTable {
    private let indices: [String: InstrumentIndex]

    init(_ universe: Universe) {
        indices = Dictionary(
            uniqueKeysWithValues: zip(universe.symbols.map(\.name), universe.indices))
    }

    subscript(symbol: String) -> InstrumentIndex? { indices[symbol] }
}

extension BarBatch {
    /// Adds one bar of the wire (`{"t":…,"o":…,"h":…,"l":…,"c":…,"v":…}`): to the sound ones, or to the others with the reason.
    mutating func add(alpaca json: JSONValue, of instrument: InstrumentIndex, source: @autoclosure () -> String) {
        do {
            let start = try json.required("t", "an RFC 3339 time") { $0.text.flatMap(Timestamp.init) }
            let bar = Bar(
                open: try json.price("o"), high: try json.price("h"), low: try json.price("l"),
                close: try json.price("c"),
                volume: try json.required("v", "a whole number of shares") { value in
                    guard let volume = value.decimal.flatMap(Quantity.init), volume == volume.wholeUnits else {
                        return nil
                    }
                    return volume.nanos / nanosPerUnit
                })
            if let defect = bar.defect {
                quarantined.append(QuarantinedBar(source: "\(source()) \(start)", reason: defect.description))
            } else {
                bars.append(ReceivedBar(instrument: instrument, start: start, bar: bar))
            }
        } catch {
            quarantined.append(QuarantinedBar(source: source(), reason: "\(error)"))
        }
    }
}

extension JSONValue {
    /// Market data has numbers where the trading API has strings; both are read from their digits.
    fileprivate func price(_ name: String) throws(JSONFieldError) -> Price {
        try required(name, "a price") { $0.decimal.flatMap(Price.init) }
    }
}
