/// A JSON text being written, member by member, without an intermediate tree.
///
/// Prices, quantities and money are written as decimal strings and instants as RFC 3339, so that a reader in any language gets the
/// exact value. What has no JSON number (NaN, infinity) is `null`.
public struct JSONWriter: Sendable {
    /// The UTF-8 text so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    public init() {}

    /// The text of one value.
    public static func text(of value: some JSONWritable) -> String {
        var writer = JSONWriter()
        value.write(into: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Writes an object; `fill` puts its members.
    public mutating func object(_ fill: (inout JSONWriter) -> Void) {
        open("{")
        fill(&self)
        close("}")
    }

    /// Writes an array with one value for each of `items`.
    public mutating func array<Items: Sequence>(_ items: Items, _ each: (inout JSONWriter, Items.Element) -> Void) {
        open("[")
        for item in items { each(&self, item) }
        close("]")
    }

    /// Writes a member of the object that is open.
    public mutating func put(_ key: String, _ value: some JSONWritable) {
        self.key(key)
        value.write(into: &self)
    }

    /// Writes a member whose value is an object.
    public mutating func put(_ key: String, _ fill: (inout JSONWriter) -> Void) {
        self.key(key)
        object(fill)
    }

    /// Writes a member whose value is an array.
    public mutating func put<Items: Sequence>(
        _ key: String, _ items: Items, _ each: (inout JSONWriter, Items.Element) -> Void
    ) {
        self.key(key)
        array(items, each)
    }

    /// Writes a value that is already JSON text.
    public mutating func literal(_ text: some StringProtocol) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes a string with what JSON demands escaped.
    public mutating func string(_ text: String) {
        separate()
        quote(text)
    }

    private mutating func key(_ key: String) {
        separate()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20: bytes.append(contentsOf: "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
