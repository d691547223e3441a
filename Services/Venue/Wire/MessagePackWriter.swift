import Contracts

extension WireValue {
    /// This value as MessagePack. Numbers with a fraction become 64-bit floats, which is how market data travels in this codec.
    var messagePack: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        write(messagePack: &bytes)
        return bytes
    }

    private func write(messagePack bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(0xc0)
        case .boolean(let value): bytes.append(value ? 0xc3 : 0xc2)
        case .integer(let value): writeInteger(value, into: &bytes)
        case .number(let text):
            if let whole = Int64(text) { return writeInteger(whole, into: &bytes) }
            bytes.append(0xcb)
            append((Double(text) ?? .nan).bitPattern, into: &bytes)
        case .text(let text):
            let count = text.utf8.count
            if count < 32 {
                bytes.append(0xa0 | UInt8(count))
            } else {
                writeHead(count, short: 0xda, long: 0xdb, into: &bytes)
            }
            bytes.append(contentsOf: text.utf8)
        case .instant(let instant): writeInstant(instant, into: &bytes)
        case .list(let items):
            if items.count < 16 {
                bytes.append(0x90 | UInt8(items.count))
            } else {
                writeHead(items.count, short: 0xdc, long: 0xdd, into: &bytes)
            }
            for item in items { item.write(messagePack: &bytes) }
        case .object(let members):
            if members.count < 16 {
                bytes.append(0x80 | UInt8(members.count))
            } else {
                writeHead(members.count, short: 0xde, long: 0xdf, into: &bytes)
            }
            for member in members {
                WireValue.text(member.name).write(messagePack: &bytes)
                member.value.write(messagePack: &bytes)
            }
        }
    }
}

private func writeInteger(_ value: Int64, into bytes: inout [UInt8]) {
    if (0..<128).contains(value) || (-32..<0).contains(value) {
        bytes.append(UInt8(truncatingIfNeeded: value))
    } else {
        bytes.append(0xd3)
        append(value, into: &bytes)
    }
}

/// Seconds alone in four bytes, seconds and nanoseconds in eight while 34 bits hold the seconds, else in twelve: extension −1.
private func writeInstant(_ instant: Timestamp, into bytes: inout [UInt8]) {
    var (seconds, nanos) = instant.nanoseconds.quotientAndRemainder(dividingBy: nanosPerUnit)
    if nanos < 0 { (seconds, nanos) = (seconds - 1, nanos + nanosPerUnit) }
    if seconds < 0 || seconds >= 1 << 34 {
        bytes += [0xc7, 12, 0xff]
        append(UInt32(nanos), into: &bytes)
        append(seconds, into: &bytes)
    } else if nanos == 0 && seconds <= Int64(UInt32.max) {
        bytes += [0xd6, 0xff]
        append(UInt32(seconds), into: &bytes)
    } else {
        bytes += [0xd7, 0xff]
        append(UInt64(nanos) << 34 | UInt64(seconds), into: &bytes)
    }
}

private func writeHead(_ count: Int, short: UInt8, long: UInt8, into bytes: inout [UInt8]) {
    if count <= Int(UInt16.max) {
        bytes.append(short)
        append(UInt16(count), into: &bytes)
    } else {
        bytes.append(long)
        append(UInt32(count), into: &bytes)
    }
}

private func append<Integer: FixedWidthInteger>(_ value: Integer, into bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
}
