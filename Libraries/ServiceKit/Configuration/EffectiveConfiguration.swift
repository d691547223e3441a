extension Configuration {
    /// What every key is and where it was written, one line a key, secrets masked: what `--check` prints.
    public var effective: String { effectiveLines.map { "\($0.text)  # \($0.origin)\n" }.joined() }

    /// One key with its shown value and its origin.
    public struct EffectiveValue: Hashable, Sendable {
        public let key: KnownKey
        /// The value as it is in use; secrets are masked.
        public let value: String
        public let origin: Origin
    }

    /// Every key that is set, in the order of `KnownKeys`.
    public var effectiveValues: [EffectiveValue] {
        KnownKeys.all.compactMap { key in
            item(key).map { EffectiveValue(key: key, value: shown($0, of: key), origin: $0.origin) }
        }
    }

    private var effectiveLines: [(text: String, origin: Origin)] {
        effectiveValues.map { ("\($0.key.path): \($0.value)", $0.origin) }
    }

    private func shown(_ item: ConfigurationItem, of key: KnownKey) -> String {
        if case .secretNames = key.type, case .map(let members) = item.content {
            return "{" + members.map { "\($0.name): \(Secret.mask)" }.joined(separator: ", ") + "}"
        }
        if key.type.isSecret { return Secret.mask }
        return key.type == .url ? withoutPassword(item.text) : item.text
    }
}

/// An address with its password masked: `postgres://user:********@host/db`, `host=/run password=********`.
func withoutPassword(_ address: String) -> String {
    if let scheme = address.range(ofText: "://") {
        let rest = address[scheme...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return maskParameter(address)
        }
        return maskParameter(String(address[...colon]) + Secret.mask + String(address[at...]))
    }
    return maskParameter(address)
}

/// Masks what follows `password=`: up to the next blank or `&`, or the whole of a quoted value.
private func maskParameter(_ address: String) -> String {
    guard let start = address.range(ofText: "password=") else { return address }
    let value = address[start...]
    if value.first == "'" {
        let end = value.dropFirst().firstIndex(of: "'").map { value.index(after: $0) } ?? value.endIndex
        return String(address[..<start]) + Secret.mask + String(value[end...])
    }
    return String(address[..<start]) + Secret.mask + String(value.drop { $0 != " " && $0 != "&" })
}

extension String {
    /// The place right after the first occurrence of `text`.
    fileprivate func range(ofText text: String) -> String.Index? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
