/// CRC-32C, the checksum of iSCSI and ext4 (RFC 3720, appendix B.4; the Castagnoli polynomial, reflected 0x82F63B78).
///
/// Eight bytes a step with eight tables (M. Kounavis and F. Berry, "A Systematic Approach to Building High Performance Software-based
/// CRC Generators", 2005). It finds every change of one, two or three bits and every burst of up to 32.
enum Crc32c {
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { table in
            var crc = UInt32.max
            var place = 0
            while place + 8 <= bytes.count {
                let low = crc ^ UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
                let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self))
                crc =
                    table[1792 + Int(low & 0xFF)] ^ table[1536 + Int(low >> 8 & 0xFF)]
                    ^ table[1280 + Int(low >> 16 & 0xFF)] ^ table[1024 + Int(low >> 24)]
                    ^ table[768 + Int(high & 0xFF)] ^ table[512 + Int(high >> 8 & 0xFF)]
                    ^ table[256 + Int(high >> 16 & 0xFF)] ^ table[Int(high >> 24)]
                place += 8
            }
            while place < bytes.count {
                crc = table[Int((crc ^ UInt32(bytes[place])) & 0xFF)] ^ crc >> 8
                place += 1
            }
            return ~crc
        }
    }

    /// Table `t` at `256 * t`: what a byte does to the checksum when `t` zero bytes follow it.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
            tables[byte] = crc
        }
        for place in 256..<tables.count {
            let before = tables[place - 256]
            tables[place] = tables[Int(before & 0xFF)] ^ before >> 8
        }
        return tables
    }()
}
