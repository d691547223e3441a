import Contracts
import Foundation

/// The file whose one word stops trading without Redis and without the api.
struct KillFile {
    let path: String

    /// The word in it; `nil` when there is no file.
    var text: String? {
        // A file that is away is the normal case, and one that cannot be read is shown as empty, which risk takes as halt_all.
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Puts the mode into the file in one step; `none` removes it.
    func set(_ mode: KillMode) throws {
        if mode == .none {
            guard FileManager.default.fileExists(atPath: path) else { return }
            try FileManager.default.removeItem(atPath: path)
        } else {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try "\(mode.name)\n".write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
