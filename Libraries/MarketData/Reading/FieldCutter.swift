/// Cuts lines at their commas into places that are reused from line to line.
struct FieldCutter: ~Copyable {
    /// How many fields a line of this file has.
    let expected: Int
    private let bounds: UnsafeMutablePointer<Int>
    private var base: UnsafePointer<UInt8>?

    init(expected: Int) {
        self.expected = expected
        bounds = .allocate(capacity: 2 * expected)
        bounds.initialize(repeating: 0, count: 2 * expected)
    }

    deinit { bounds.deallocate() }

    /// Cuts a line, and makes sure that it is text.
    mutating func cut(_ line: UnsafeBufferPointer<UInt8>) throws(Refusal) {
        base = line.baseAddress
        var fields = 0
        var start = 0
        var allBits: UInt8 = 0
        for place in 0..<line.count {
            let byte = line[place]
            allBits |= byte
            if byte == UInt8(ascii: ",") {
                if fields < expected { keep(fields, start, place) }
                fields += 1
                start = place + 1
            }
        }
        if fields < expected { keep(fields, start, line.count) }
        fields += 1
        if allBits & 0x80 != 0, String(validating: line, as: UTF8.self) == nil { throw Refusal(reason: .notUTF8) }
        guard fields == expected else { throw Refusal(reason: .fieldCount(fields, expected: expected)) }
    }

    /// The bytes of one field, without the quotes that may stand around all of it.
    @inline(__always)
    subscript(field: Int) -> UnsafeBufferPointer<UInt8> {
        let start = bounds[2 * field]
        let count = bounds[2 * field + 1] - start
        let bytes = UnsafeBufferPointer(start: base.map { $0 + start }, count: count)
        guard count >= 2, bytes[0] == UInt8(ascii: "\""), bytes[count - 1] == UInt8(ascii: "\"") else { return bytes }
        return UnsafeBufferPointer(rebasing: bytes[1..<(count - 1)])
    }

    /// At most the first hundred bytes of a field, for a message.
    func text(_ field: Int) -> String { String(decoding: self[field].prefix(100), as: UTF8.self) }

    private func keep(_ field: Int, _ start: Int, _ end: Int) {
        bounds[2 * field] = start
        bounds[2 * field + 1] = end
    }
}
