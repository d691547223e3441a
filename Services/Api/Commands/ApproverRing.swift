import Contracts
import Crypto
import Foundation

/// The public keys of the people who may approve.
struct ApproverRing: Sendable {
    struct BadKey: Error, CustomStringConvertible {
        let name: String
        var description: String { "the key of \(name) is not an Ed25519 public key (32 bytes in base 64)" }
    }

    private let keys: [(name: String, key: Curve25519.Signing.PublicKey)]

    init(_ keys: [(name: String, text: String)]) throws(BadKey) {
        var read: [(name: String, key: Curve25519.Signing.PublicKey)] = []
        for (name, text) in keys {
            // The library's own error says less than ours: which person's key it is.
            guard let bytes = Data(base64Encoded: text),
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
            else { throw BadKey(name: name) }
            read.append((name, key))
        }
        self.keys = read
    }

    /// Why an approval does not count; `nil` if it is good at `now`.
    func objection(to approval: Approval, at now: Timestamp) -> Problem? {
        guard let key = keys.first(where: { $0.name == approval.approver })?.key else {
            return .forbidden("unknownApprover", "approver", "\(approval.approver) is not an approver")
        }
        guard approval.expiresAt > now else {
            return .forbidden(
                "approvalExpired", "expiresAt", "the approval expired at \(approval.expiresAt), it is \(now)")
        }
        guard let signature = Data(base64Encoded: approval.signature),
            key.isValidSignature(signature, for: Data(approval.signedText.utf8))
        else {
            return .forbidden(
                "badSignature", "signature", "the signature is not \(approval.approver)'s for this approval")
        }
        return nil
    }
}
