import Foundation

/// The sources of the repository, as text.
struct SourceTree {
    struct File {
        /// From the root of the repository.
        let path: String
        let lines: [Substring]
    }

    /// The repository that this file stands in.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    let files: [File]

    /// Every Swift file under `folder` that is not generated; none where there is no such folder.
    init(_ folder: String) throws {
        let base = Self.root.appending(path: folder)
        guard FileManager.default.fileExists(atPath: base.path()) else {
            files = []
            return
        }
        var files: [File] = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: base.path()) {
            guard path.hasSuffix(".swift"), !path.contains("Generated/") else { continue }
            let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
            files.append(
                File(path: "\(folder)/\(path)", lines: text.split(separator: "\n", omittingEmptySubsequences: false)))
        }
        self.files = files.sorted { $0.path < $1.path }
    }

    static var everything: [File] {
        get throws { try ["Libraries", "Services", "Benchmarks", "Tests"].flatMap { try SourceTree($0).files } }
    }
}

extension SourceTree.File {
    /// The modules that this file imports.
    var imports: [String] {
        lines.compactMap { line in
            guard
                let match = line.firstMatch(
                    of:
                        /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public|package|internal|private|fileprivate)?\s*import\s+(?:struct|enum|class|protocol|func|var|let|typealias)?\s*(\w+)/
                )
            else { return nil }
            return String(match.1)
        }
    }

    /// The lines without what follows `//`, with their numbers.
    var code: [(number: Int, text: Substring)] {
        lines.enumerated().map { number, line in
            (number + 1, line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line)
        }
    }
}
