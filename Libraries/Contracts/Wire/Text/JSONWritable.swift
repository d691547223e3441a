/// A value that can write itself as JSON for people and for clients of the API.
public protocol JSONWritable {
    /// Writes exactly one JSON value.
    func write(into json: inout JSONWriter)
}

extension FixedPoint {
    /// A decimal string, exact.
    public func write(into json: inout JSONWriter) { json.string(description) }
}

extension Price: JSONWritable {}
extension Quantity: JSONWritable {}
extension Money: JSONWritable {}

extension String: JSONWritable {
    public func write(into json: inout JSONWriter) { json.string(self) }
}

extension Bool: JSONWritable {
    public func write(into json: inout JSONWriter) { json.literal(self ? "true" : "false") }
}

extension Double: JSONWritable {
    public func write(into json: inout JSONWriter) { json.literal(isFinite ? description : "null") }
}

extension FixedWidthInteger {
    /// A JSON number.
    public func write(into json: inout JSONWriter) { json.literal(String(self)) }
}

extension Int: JSONWritable {}
extension Int64: JSONWritable {}
extension UInt64: JSONWritable {}
extension UInt16: JSONWritable {}

extension Optional: JSONWritable where Wrapped: JSONWritable {
    public func write(into json: inout JSONWriter) {
        if let value = self { value.write(into: &json) } else { json.literal("null") }
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    public func write(into json: inout JSONWriter) { json.array(self) { $1.write(into: &$0) } }
}

extension Timestamp: JSONWritable {
    public func write(into json: inout JSONWriter) { json.string(description) }
}

extension TradingDate: JSONWritable {
    public func write(into json: inout JSONWriter) { json.string(description) }
}

extension Symbol: JSONWritable {
    public func write(into json: inout JSONWriter) { json.string(name) }
}

extension OrderID: JSONWritable {
    public func write(into json: inout JSONWriter) { json.string(text) }
}

extension LogOffset: JSONWritable {
    public func write(into json: inout JSONWriter) { json.literal(String(rawValue)) }
}

extension InstrumentIndex: JSONWritable {
    /// The bare index: which symbol it is depends on the book's configuration.
    public func write(into json: inout JSONWriter) { json.literal(String(rawValue)) }
}
