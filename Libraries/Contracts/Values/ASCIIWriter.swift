/// Writes short ASCII text into memory that its owner has reserved; writing beyond it stops the process.
struct ASCIIWriter {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes are written.
    private(set) var count = 0

    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func put(_ text: String) {
        let source = text.utf8.span
        precondition(count + source.count <= bytes.count, "the text fits its reserved room")
        for place in source.indices { bytes[count + place] = source[place] }
        count += source.count
    }

    /// A whole number, not negative, in at least `digits` digits.
    mutating func put(_ number: Int, digits: Int = 1) {
        precondition(number >= 0, "a number in a name is not negative")
        var width = digits
        var limit = 1
        for _ in 0..<digits { limit *= 10 }
        while limit <= number {
            width += 1
            limit *= 10
        }
        precondition(count + width <= bytes.count, "the text fits its reserved room")
        var rest = number
        for place in stride(from: count + width - 1, through: count, by: -1) {
            bytes[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += width
    }

    /// An instant as identifiers show it: `20250630T193000Z`.
    mutating func put(compact instant: Timestamp) {
        let (date, seconds, _) = instant.civil
        let (year, month, day) = date.civil
        put(year, digits: 4)
        put(month, digits: 2)
        put(day, digits: 2)
        put("T")
        put(Int(seconds) / 3600, digits: 2)
        put(Int(seconds) / 60 % 60, digits: 2)
        put(Int(seconds) % 60, digits: 2)
        put("Z")
    }

    private mutating func put(_ byte: UInt8) {
        precondition(count < bytes.count, "the text fits its reserved room")
        bytes[count] = byte
        count += 1
    }
}
