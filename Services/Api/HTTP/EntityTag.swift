import Crypto

/// A strong validator: equal exactly when the bytes are.
func entityTag(of body: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = [UInt8(ascii: "\"")]
    for byte in SHA256.hash(data: body).prefix(16) {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    text.append(UInt8(ascii: "\""))
    return String(decoding: text, as: UTF8.self)
}

/// Whether an `If-None-Match` header names `tag`. A weak form of it counts, as RFC 9110 has it for this header.
func matches(_ tag: String, _ header: String) -> Bool {
    header.split(separator: ",").contains { candidate in
        var candidate = candidate.drop { $0 == " " || $0 == "\t" }
        while let last = candidate.last, last == " " || last == "\t" { candidate.removeLast() }
        if candidate.hasPrefix("W/") { candidate = candidate.dropFirst(2) }
        return candidate == "*" || candidate == tag
    }
}
