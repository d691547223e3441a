internal import Crypto

/// One numbered step of the database's schema, applied once and never changed afterwards.
public struct Migration: Hashable, Sendable {
    /// Counted from 1 without gaps.
    public let version: Int
    /// Such as `0001_archive.sql`.
    public let fileName: String
    public let sql: String

    /// A migration from a file named `NNNN_what_it_does.sql`.
    public init(fileName: String, sql: String) {
        guard let version = Int(fileName.prefix(4)), fileName.dropFirst(4).first == "_" else {
            preconditionFailure("a migration is named NNNN_what_it_does.sql, not \(fileName)")
        }
        self.version = version
        self.fileName = fileName
        self.sql = sql
    }

    /// SHA-256 of the text, so that an applied migration that was edited later is noticed.
    public var checksum: [UInt8] { Array(SHA256.hash(data: Array(sql.utf8))) }
}
