import Foundation

/// The package as `swift package dump-package` describes it.
struct PackageDump {
    struct Target {
        let name: String
        let type: String
        let path: String
        /// Names of targets of ours and of products of other packages.
        let dependencies: [String]
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    let targets: [Target]

    /// Asks SwiftPM, in a scratch folder of its own: the usual one is locked while the tests run.
    init(of root: URL) throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "architecture-\(UUID().uuidString)")
        defer {
            // Left behind, it would only be litter in the temporary folder.
            try? FileManager.default.removeItem(at: scratch)
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--package-path", root.path(), "--scratch-path", scratch.path(), "dump-package",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Unreadable(description: "dump-package ended with \(process.terminationStatus)")
        }
        guard let package = try JSONSerialization.jsonObject(with: text) as? [String: Any],
            let targets = package["targets"] as? [[String: Any]]
        else { throw Unreadable(description: "dump-package named no targets") }
        self.targets = try targets.map(Target.init(reading:))
    }
}

extension PackageDump.Target {
    fileprivate init(reading target: [String: Any]) throws {
        guard let name = target["name"] as? String, let type = target["type"] as? String,
            let dependencies = target["dependencies"] as? [[String: Any]]
        else { throw PackageDump.Unreadable(description: "a target without a name, a type or dependencies") }
        self.name = name
        self.type = type
        path = target["path"] as? String ?? ""
        // Each is {"byName": [NAME, …]}, {"target": [NAME, …]} or {"product": [NAME, PACKAGE, …]}.
        self.dependencies = dependencies.compactMap { ($0.first?.value as? [Any])?.first as? String }
    }
}
