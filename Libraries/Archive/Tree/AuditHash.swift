internal import Crypto

/// A SHA-256 hash in the audit tree of RFC 6962, which hashes leaves and nodes differently so that one never passes for the other.
public struct AuditHash: Hashable, Sendable, BitwiseCopyable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The root of a tree without leaves: the hash of nothing.
    public static let empty = AuditHash(SHA256().finalize())

    /// The hash of a leaf that holds these bytes.
    public static func leaf(_ bytes: [UInt8]) -> AuditHash {
        var hasher = SHA256()
        hasher.update(data: [0x00] as [UInt8])
        hasher.update(data: bytes)
        return AuditHash(hasher.finalize())
    }

    /// The hash of the node above two others.
    public static func node(_ left: AuditHash, _ right: AuditHash) -> AuditHash {
        var hasher = SHA256()
        hasher.update(data: [0x01] as [UInt8])
        left.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        right.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return AuditHash(hasher.finalize())
    }

    /// A hash from its 32 bytes; `nil` for any other number of them.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        Swift.withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.words = words
    }

    /// A hash from 64 hexadecimal digits.
    public init?(hexadecimal text: String) {
        guard let bytes = Archive.bytes(hexadecimal: text) else { return nil }
        self.init(bytes: bytes)
    }

    private init(_ digest: SHA256Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
    }

    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    func withUnsafeBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
        Swift.withUnsafeBytes(of: words, body)
    }

    public static func == (left: AuditHash, right: AuditHash) -> Bool { left.words == right.words }

    public func hash(into hasher: inout Hasher) { withUnsafeBytes { hasher.combine(bytes: $0) } }
}

extension AuditHash: CustomStringConvertible {
    /// 64 hexadecimal digits.
    public var description: String { hexadecimal(bytes) }
}

extension AuditHash: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let hash = AuditHash(hexadecimal: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a hash is 64 hexadecimal digits"))
        }
        self = hash
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
