/// A rolling hash of text (R. M. Karp, M. O. Rabin, "Efficient randomized pattern-matching algorithms", 1987): a polynomial of the bytes,
/// modulo 2⁶⁴. That of two texts in a row follows from theirs, so what many texts have in common is hashed once.
struct TextFingerprint: BitwiseCopyable {
    private(set) var value: UInt64 = 0
    private var power: UInt64 = 1

    private static let base: UInt64 = 0x9e37_79b9_7f4a_7c15

    init(_ text: String) {
        let bytes = text.utf8.span
        for place in bytes.indices { add(bytes[place]) }
    }

    init(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ count: Int) {
        for place in 0..<count { add(bytes[place]) }
    }

    private init(value: UInt64, power: UInt64) {
        self.value = value
        self.power = power
    }

    private mutating func add(_ byte: UInt8) {
        value = value &* Self.base &+ UInt64(byte)
        power &*= Self.base
    }

    static func + (left: TextFingerprint, right: TextFingerprint) -> TextFingerprint {
        TextFingerprint(value: left.value &* right.power &+ right.value, power: left.power &* right.power)
    }
}
