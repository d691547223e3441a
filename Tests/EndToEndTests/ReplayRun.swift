import Foundation
import Supervision

/// One `bullion replay` as a newcomer starts it, in a folder of its own.
struct ReplayRun {
    /// What these tests read of `summary.json`.
    struct Summary: Decodable {
        struct Parity: Decodable {
            let equal: Bool
            let firstDifference: String?
        }
        struct Audit: Decodable {
            let leaves: Int
            let verified: Bool
            let decisionsReproduced: Int
            let digest: String
        }
        struct Reconciliation: Decodable {
            let cycles: Int
            let breaks: Int
        }
        struct Service: Decodable { let restarts: Int }
        struct Disturbances: Decodable { let counts: [String: Int] }

        let frames: Int
        let orders: Int
        let fills: Int
        let endEquity: String
        let venueEquity: String
        let parity: Parity
        let audit: Audit
        let reconciliation: Reconciliation
        let disturbances: Disturbances
        let services: [String: Service]
    }

    let directory: TemporaryDirectory
    let process: ChildProcess

    /// The products beside the running test bundle.
    static var products: String {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.path + "/bullion") {
            folder.deleteLastPathComponent()
        }
        return folder.path
    }

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    init(_ arguments: [String]) throws {
        directory = try TemporaryDirectory()
        process = try ChildProcess(
            Self.products + "/bullion",
            ["replay", "--once", "--run-directory", directory.path + "/run", "--port", String(try FreePort.find())]
                + arguments,
            directory: Self.repository, logPath: directory.path + "/output")
    }

    var output: String { (try? String(contentsOfFile: directory.path + "/output", encoding: .utf8)) ?? "" }

    func summary() throws -> Summary {
        try JSONDecoder().decode(
            Summary.self, from: Data(contentsOf: URL(fileURLWithPath: directory.path + "/run/summary.json")))
    }
}
