import Contracts
import Crypto
import Foundation

/// The Ed25519 key that a person signs approvals with: base 64 in a file that only its owner reads.
struct ApproverKey {
    private let key: Curve25519.Signing.PrivateKey

    /// A new key.
    init() { key = Curve25519.Signing.PrivateKey() }

    init(file: String) throws(CommandFailure) {
        // The file's text is a secret, so the library's errors, which may quote it, are not passed on.
        // Whatever keeps the file from being read, the answer is the same: there is no key to sign with.
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw .notFound("there is no key file \(file)")
        }
        // The only error is a wrong length, which the message tells.
        guard let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { throw .misconfigured("\(file) holds no private key (32 bytes in base 64)") }
        self.key = key
    }

    var publicText: String { key.publicKey.rawRepresentation.base64EncodedString() }

    /// Writes the key, never over another.
    func write(to file: String) throws(CommandFailure) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .failed("\(file) cannot be made: \(String(cString: strerror(errno)))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data((key.rawRepresentation.base64EncodedString() + "\n").utf8))
        } catch {
            throw .failed("\(file) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Consent to one command, good once and until it expires.
    func approval(of command: String, by approver: String, until expiresAt: Timestamp) throws(CommandFailure)
        -> Approval
    {
        let nonce =
            String(UInt64.random(in: 0...UInt64.max), radix: 16) + String(UInt64.random(in: 0...UInt64.max), radix: 16)
        var approval = Approval(command: command, approver: approver, expiresAt: expiresAt, nonce: nonce, signature: "")
        do {
            approval.signature = try key.signature(for: Data(approval.signedText.utf8)).base64EncodedString()
        } catch {
            throw .failed("the approval cannot be signed: \(error)")
        }
        return approval
    }
}

extension Approval {
    /// The body that the api takes.
    var json: JSON {
        .members([
            "command": .string(command), "approver": .string(approver), "expiresAt": .string(expiresAt.description),
            "nonce": .string(nonce), "signature": .string(signature),
        ])
    }
}
