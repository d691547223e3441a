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

    /// A whole number, not negative.
    mutating func put(_ number: Int) {
        precondition(number >= 0, "a number in a name is not negative")
        if number < 10 { return put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)) }
        var width = 2
        var limit = 100
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
        precondition((0...9999).contains(year), "an instant in a name has a year of four digits")
        precondition(count + 16 <= bytes.count, "the text fits its reserved room")
        store(year / 100, at: 0)
        store(year % 100, at: 2)
        store(month, at: 4)
        store(day, at: 6)
        bytes[count + 8] = UInt8(ascii: "T")
        store(Int(seconds) / 3600, at: 9)
        store(Int(seconds) / 60 % 60, at: 11)
        store(Int(seconds) % 60, at: 13)
        bytes[count + 15] = UInt8(ascii: "Z")
        count += 16
    }

    /// A number below a hundred, in two digits, so far behind what is written.
    @inline(__always)
    private func store(_ number: Int, at place: Int) {
        bytes[count + place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10)
        bytes[count + place + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
    }

    mutating func put(_ byte: UInt8) {
        precondition(count < bytes.count, "the text fits its reserved room")
        bytes[count] = byte
        count += 1
    }
}
