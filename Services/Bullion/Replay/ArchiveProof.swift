import Archive
import Contracts
import Foundation
import ServiceKit
import Supervision

/// What the archive of a finished replay proves: every leaf in its tree, every decision made again.
struct ArchiveProof {
    let leaves: Int
    let root: String
    let decisionsReproduced: Int
    /// One number for all that was decided: two runs that decide alike have the same.
    let digest: String
    /// What does not verify, in words; `nil` when everything does.
    let finding: String?

    /// Waits until the recorder has archived the log up to `tip`, then checks it all.
    init(settings: Configuration, tip: LogOffset, tend: () throws -> Void) throws {
        var archive = try Store(settings, book: nil).archive()
        let deadline = ContinuousClock.now + .seconds(60)
        while try archive.tip() < tip {
            try tend()
            guard ContinuousClock.now < deadline else {
                throw CommandFailure.failed("the recorder has archived \(try archive.tip()) of \(tip) entries")
            }
            usleep(20_000)
        }
        let verification = try Verification(&archive)
        leaves = Int(verification.audit.head.size)
        root = verification.audit.head.root.description
        decisionsReproduced = Int(verification.refold.decisions)
        digest = verification.refold.digest.description
        finding = verification.isProven ? nil : verification.text
    }

    var isVerified: Bool { finding == nil }
}
