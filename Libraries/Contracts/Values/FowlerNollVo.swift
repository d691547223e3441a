/// The hash of G. Fowler, L. C. Noll and K.-P. Vo, variant 1a with 64 bits (RFC 9923).
public func fowlerNollVo(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    let bytes = text.utf8.span
    for place in bytes.indices { hash = (hash ^ UInt64(bytes[place])) &* 0x0000_0100_0000_01b3 }
    return hash
}
