/// Appends a text as a JSON string, quotes included.
func appendJSON(_ text: String, to line: inout String) {
    line += "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": line += "\\\""
        case "\\": line += "\\\\"
        case "\n": line += "\\n"
        case "\r": line += "\\r"
        case "\t": line += "\\t"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            line += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: line.unicodeScalars.append(scalar)
        }
    }
    line += "\""
}

/// A flat JSON object of texts and whole numbers, written in the order in which its members are added.
struct JSONLine {
    private(set) var text = "{"

    mutating func add(_ name: String, _ value: String) {
        separate(name)
        appendJSON(value, to: &text)
    }

    mutating func add(_ name: String, _ value: some BinaryInteger) {
        separate(name)
        text += "\(value)"
    }

    mutating func add(_ name: String, _ value: Bool) {
        separate(name)
        text += value ? "true" : "false"
    }

    /// The object, closed.
    var finished: String { text + "}" }

    private mutating func separate(_ name: String) {
        if text.utf8.count > 1 { text += "," }
        appendJSON(name, to: &text)
        text += ":"
    }
}
