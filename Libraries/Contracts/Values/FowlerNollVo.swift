/// The hash of G. Fowler, L. C. Noll and K.-P. Vo, variant 1a with 64 bits (RFC 9923).
public func fowlerNollVo(_ text: String) -> UInt64 {
    var hash = FowlerNollVo()
    hash.put(text)
    return hash.value
}

/// That hash of a text that is told bit by bit, and need not be written for it.
struct FowlerNollVo: ASCIISink, BitwiseCopyable {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    @inline(__always)
    mutating func put(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
}
