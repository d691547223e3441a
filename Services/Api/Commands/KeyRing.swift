import Crypto
import ServiceKit

/// The keys of those who may give commands. It holds hashes, and comparing takes as long for a wrong key as for a right one.
struct KeyRing: Sendable {
    private let keys: [(name: String, hash: [UInt8])]

    init(_ keys: [(name: String, secret: Secret)]) {
        self.keys = keys.map { ($0.name, Self.hash($0.secret.revealed)) }
    }

    /// Whose key this is; `nil` if it is nobody's.
    func holder(of key: String) -> String? {
        let presented = Self.hash(key)
        var holder: String?
        for (name, hash) in keys where Self.areEqual(hash, presented) { holder = name }
        return holder
    }

    private static func hash(_ key: String) -> [UInt8] { Array(SHA256.hash(data: Array(key.utf8))) }

    /// Looks at every byte, whatever the first ones say.
    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0 && left.count == right.count
    }
}
