import Contracts
import Foundation

/// A stage's state as text, and the offset of the last entry that it includes.
struct Snapshot {
    let offset: LogOffset
    let body: [UInt8]

    /// The text of a stage's state. Infinite numbers are written as words, since a feature may be one.
    static func text<S: Stage>(of stage: S) throws(LogError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return Array(try encoder.encode(stage))
        } catch {
            throw .snapshot(service: S.author.rawValue, reason: "\(error)")
        }
    }

    /// The stage as it was; `nil` if this release no longer reads the text, so that the log has to be folded again.
    func stage<S: Stage>(_: S.Type) -> S? {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        // Why it does not read does not matter: the log says everything the snapshot says.
        return try? decoder.decode(S.self, from: Data(body))
    }

    /// The newest snapshot of a service.
    static func load(
        _ service: String, _ keys: BookKeys, on connection: inout RedisConnection
    ) throws(RedisError) -> Snapshot? {
        let reply = try connection.send("HMGET", keys.snapshot(service), "offset", "body")
        guard let parts = reply.elements, parts.count == 2, let offset = parts[0].integer, offset >= 0,
            case .bytes(let body) = parts[1]
        else { return nil }
        return Snapshot(offset: LogOffset(UInt64(offset)), body: body)
    }
}
