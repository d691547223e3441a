/// A configured value as it was written, before it has a type, with the place of every part of it.
struct ConfigurationItem: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        /// Nothing: takes back what a weaker layer says.
        case none
        case scalar(String)
        case list([ConfigurationItem])
        case map([Member])
    }

    struct Member: Hashable, Sendable {
        let name: String
        let origin: Origin
        let value: ConfigurationItem
    }

    let content: Content
    let origin: Origin

    /// Whether there is nothing to read: null, an empty text, an empty list or map.
    var isEmpty: Bool {
        switch content {
        case .none: true
        case .scalar(let text): text.isEmpty
        case .list(let items): items.isEmpty
        case .map(let members): members.isEmpty
        }
    }

    func error(_ key: String, _ problem: String) -> ConfigurationError {
        ConfigurationError(origin: origin, key: key, problem: problem)
    }

    /// The value as YAML flow text, for showing it.
    var text: String {
        switch content {
        case .none: ""
        case .scalar(let text): text
        case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
        case .map(let members): "{" + members.map { "\($0.name): \($0.value.text)" }.joined(separator: ", ") + "}"
        }
    }
}
