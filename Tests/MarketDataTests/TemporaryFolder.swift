import Foundation

/// A folder that is removed at the end.
final class TemporaryFolder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appending(path: "bullion-market-data-\(UUID().uuidString)").path
        try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    // What is left in the temporary folder does no harm.
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ symbol: String) -> String { "\(path)/\(symbol).csv" }

    func write(_ symbol: String, _ text: String) { write(symbol, bytes: Array(text.utf8)) }

    func write(_ symbol: String, bytes: [UInt8]) {
        precondition(FileManager.default.createFile(atPath: file(symbol), contents: Data(bytes)))
    }
}
