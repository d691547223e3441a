import Foundation

/// Files beside the tests.
enum Sources {
    static func seeds() throws -> String {
        try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "seeds"),
            encoding: .utf8)
    }
}
