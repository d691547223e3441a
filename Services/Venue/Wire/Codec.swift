/// How the messages of one stream connection are written.
enum Codec: Hashable, Sendable {
    case json
    case messagePack

    func encode(_ value: WireValue) -> [UInt8] {
        switch self {
        case .json: value.json
        case .messagePack: value.messagePack
        }
    }

    /// `nil` when the bytes are not a message of this codec.
    func decode(_ bytes: [UInt8]) -> WireValue? {
        // Why it is not one changes nothing: the stream answers "invalid syntax" either way.
        switch self {
        case .json: try? JSONReader.read(bytes)
        case .messagePack: try? MessagePackReader.read(bytes)
        }
    }
}
