import CHiredis

/// What Redis answered, copied out of the connection.
public enum RedisReply: Hashable, Sendable {
    case null
    case status(String)
    case integer(Int64)
    case bytes([UInt8])
    case array([RedisReply])
    /// A refusal inside an array; at the top it is thrown.
    case error(String)

    /// The text of a status or a string.
    public var text: String? {
        switch self {
        case .status(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .null, .integer, .array, .error: nil
        }
    }

    /// The elements of an array.
    public var elements: [RedisReply]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// A number, also one that came as text.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { text.flatMap { Int64($0) } }
    }

    init(_ view: ReplyView) {
        switch view.type {
        case REDIS_REPLY_STATUS: self = .status(view.text)
        case REDIS_REPLY_INTEGER: self = .integer(view.integer)
        case REDIS_REPLY_STRING: self = .bytes(Array(view.bytes))
        case REDIS_REPLY_ARRAY: self = .array((0..<view.count).map { RedisReply(view[$0]) })
        case REDIS_REPLY_ERROR: self = .error(view.text)
        default: self = .null
        }
    }
}

/// A reply in hiredis' memory, which is freed with it.
struct OwnedReply: ~Copyable {
    private let reply: UnsafeMutablePointer<redisReply>
    init(_ reply: UnsafeMutablePointer<redisReply>) { self.reply = reply }
    deinit { freeReplyObject(reply) }

    /// Shows the reply to `body`, which must not keep it.
    func read<Result, Failure>(_ body: (ReplyView) throws(Failure) -> Result) throws(Failure) -> Result {
        try body(ReplyView(reply))
    }
}

/// A reply where hiredis put it: valid only inside the closure that got it.
///
/// The hot path reads entries from here without copying what it does not want.
struct ReplyView {
    private let reply: UnsafeMutablePointer<redisReply>
    init(_ reply: UnsafeMutablePointer<redisReply>) { self.reply = reply }

    var type: Int32 { reply.pointee.type }
    var integer: Int64 { reply.pointee.integer }
    var isNull: Bool { type == REDIS_REPLY_NIL }
    var isError: Bool { type == REDIS_REPLY_ERROR }

    /// The bytes of a string, status or error.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: reply.pointee.str, count: reply.pointee.len) }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// How many elements an array has; zero for anything else.
    var count: Int { type == REDIS_REPLY_ARRAY ? reply.pointee.elements : 0 }

    subscript(index: Int) -> ReplyView {
        guard index < count, let element = reply.pointee.element[index] else {
            preconditionFailure("element \(index) of a reply with \(count)")
        }
        return ReplyView(element)
    }

    /// A number in decimal text; `nil` if it is anything else.
    var decimal: Int64? { bytes.decimal }
}

extension UnsafeRawBufferPointer {
    var decimal: Int64? {
        var digits = self[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        guard (1...19).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for byte in digits {
            let digit = Int64(byte) - 48
            guard (0...9).contains(digit) else { return nil }
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(digit)
            if overflowed || carried { return nil }
            value = sum
        }
        return isNegative ? -value : value
    }
}
