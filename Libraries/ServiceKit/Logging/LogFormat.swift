import Contracts
import Logging

/// The form of a log line.
enum LogFormat {
    /// One JSON object a line, for the journal and for machines.
    case json
    /// One readable line, for a terminal.
    case text

    func line(at time: Timestamp, _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) -> String {
        // Metadata is a dictionary: sorted, so that equal events give equal lines.
        let members = metadata.sorted { $0.key < $1.key }
        switch self {
        case .json:
            var line = JSONLine()
            line.add("time", milliseconds(time))
            line.add("level", level.rawValue)
            line.add("message", message)
            for (name, value) in members { line.add(name, "\(value)") }
            return line.finished + "\n"
        case .text:
            let always = ["service", "instance", "run", "mode"]
            let details = members.filter { !always.contains($0.key) }.map { " \($0.key)=\(quoted("\($0.value)"))" }
            let service = metadata["service"].map { "\($0)" } ?? "-"
            return "\(milliseconds(time)) \(level.rawValue) \(service): \(message)\(details.joined())\n"
        }
    }
}

/// RFC 3339 with exactly three fractional digits, so that lines align and sort as text.
private func milliseconds(_ time: Timestamp) -> String {
    let whole = time.nanoseconds / 1_000_000
    let text = Timestamp(nanoseconds: whole / 1000 * 1_000_000_000).description
    let fraction = String(whole % 1000)
    return text.dropLast() + "." + String(repeating: "0", count: 3 - fraction.count) + fraction + "Z"
}

private func quoted(_ text: String) -> String {
    guard text.isEmpty || text.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "\"") }) else { return text }
    var quoted = ""
    appendJSON(text, to: &quoted)
    return quoted
}
