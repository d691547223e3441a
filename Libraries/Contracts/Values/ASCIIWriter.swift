/// Takes the bytes of a name: to keep them, or only their hash.
protocol ASCIISink {
    mutating func put(_ byte: UInt8)
}

extension ASCIISink {
    @inline(__always)
    mutating func put(_ text: String) {
        let source = text.utf8.span
        for place in source.indices { put(source[place]) }
    }

    /// A whole number, not negative.
    @inline(__always)
    mutating func put(_ number: Int) {
        precondition(number >= 0, "a number in a name is not negative")
        if number < 10 { return put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)) }
        var limit = 1
        while limit <= number / 10 { limit *= 10 }
        while limit > 0 {
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / limit % 10))
            limit /= 10
        }
    }

    /// An instant as identifiers show it: `20250630T193000Z`.
    @inline(__always)
    mutating func put(compact instant: Timestamp) {
        let (date, seconds, _) = instant.civil
        let (year, month, day) = date.civil
        putTwo(year / 100)
        putTwo(year % 100)
        putTwo(month)
        putTwo(day)
        put(UInt8(ascii: "T"))
        putTwo(Int(seconds) / 3600)
        putTwo(Int(seconds) / 60 % 60)
        putTwo(Int(seconds) % 60)
        put(UInt8(ascii: "Z"))
    }

    /// A number below a hundred, in two digits.
    @inline(__always)
    private mutating func putTwo(_ number: Int) {
        put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}

/// Writes short ASCII text into memory that its owner has reserved; writing beyond it stops the process.
struct ASCIIWriter: ASCIISink {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes are written.
    private(set) var count = 0

    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        precondition(count < bytes.count, "the text fits its reserved room")
        bytes[count] = byte
        count += 1
    }
}
