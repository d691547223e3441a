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
        putTwo(month)
        putTwo(day)
        put(UInt8(ascii: "T"))
        putTwo(Int(seconds) / 3600)
        putTwo(Int(seconds) / 60 % 60)
        putTwo(Int(seconds) % 60)
        put(UInt8(ascii: "Z"))
    }

    /// A number below a hundred, in two digits.
    private mutating func putTwo(_ number: Int) {
        put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    mutating func put(_ byte: UInt8) {
        precondition(count < bytes.count, "the text fits its reserved room")
        bytes[count] = byte
        count += 1
    }
}
