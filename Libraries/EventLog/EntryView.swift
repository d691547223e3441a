import CHiredis
import Contracts

/// One entry in a reply of XREAD or XRANGE, before anything of it is copied.
struct EntryView {
    /// `kind v at rec by cause trace body`, each behind its name.
    private static let fieldCount = 8

    let offset: LogOffset
    private let fields: ReplyView

    init(_ view: ReplyView) throws(LogError) {
        guard view.count == 2, let offset = Self.offset(of: view[0]) else {
            throw .redis(.unexpectedReply(to: "XREAD", reply: "an entry without a stream id 0-<offset>"))
        }
        self.offset = offset
        fields = view[1]
        guard fields.count == 2 * Self.fieldCount, fields[0].bytes.elementsEqual("kind".utf8) else {
            throw .unreadable(offset, reason: "it does not have the fields of an entry")
        }
    }

    /// The kind's name, where Redis' reply holds it.
    var kind: UnsafeRawBufferPointer { field(0).bytes }
    var by: UnsafeRawBufferPointer { field(4).bytes }

    func cause() throws(LogError) -> LogOffset { LogOffset(UInt64(try number(5, "cause"))) }

    /// The whole entry, copied.
    func raw() throws(LogError) -> RawEntry {
        RawEntry(
            offset: offset, kind: field(0).text, version: Int(try number(1, "v")),
            at: Timestamp(nanoseconds: try number(2, "at")), recordedAt: Timestamp(nanoseconds: try number(3, "rec")),
            by: field(4).text, cause: try cause(), trace: field(6).text, body: Array(field(7).bytes))
    }

    private func field(_ index: Int) -> ReplyView { fields[2 * index + 1] }

    private func number(_ index: Int, _ name: String) throws(LogError) -> Int64 {
        guard let value = field(index).decimal, value >= 0 || name == "at" else {
            throw .unreadable(offset, reason: "\(name) is \"\(field(index).text)\"")
        }
        return value
    }

    /// The offset in a stream id of the form `0-<offset>`.
    static func offset(of view: ReplyView) -> LogOffset? {
        let bytes = view.bytes
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "0"), bytes[1] == UInt8(ascii: "-"),
            let number = UnsafeRawBufferPointer(rebasing: bytes[2...]).decimal
        else { return nil }
        return LogOffset(UInt64(number))
    }
}

extension ReplyView {
    /// The entries in a reply of XREAD on one stream; none when it timed out.
    func forEachReadEntry(_ body: (EntryView) throws(LogError) -> Void) throws(LogError) {
        guard count > 0 else { return }
        guard count == 1, self[0].count == 2 else {
            throw .redis(.unexpectedReply(to: "XREAD", reply: "\(count) streams"))
        }
        try self[0][1].forEachEntry(body)
    }

    /// The entries in a reply of XRANGE.
    func forEachEntry(_ body: (EntryView) throws(LogError) -> Void) throws(LogError) {
        for index in 0..<count { try body(try EntryView(self[index])) }
    }
}
