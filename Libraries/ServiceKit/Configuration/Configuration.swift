public import Contracts

/// What a process runs with: the layers of files and environment merged, every value checked against its type, each with its origin.
///
/// A key that is null or empty counts as not set. Asking for a key that is not in `KnownKeys` is a mistake of the program.
public struct Configuration: Sendable {
    private let items: [String: ConfigurationItem]

    /// Merges layers, the weakest first. A list or map of a stronger layer replaces the weaker one's.
    public init(layers: [ConfigurationLayer]) throws(ConfigurationError) {
        var merged: [String: ConfigurationItem] = [:]
        for layer in layers { merged.merge(layer.items) { _, stronger in stronger } }
        for key in KnownKeys.all { try merged[key.path]?.check(key) }
        items = merged
    }

    /// Files as they were named, then the environment on top.
    public init(layers: [ConfigurationLayer], environment: [String: String]) throws(ConfigurationError) {
        try self.init(layers: layers + [ConfigurationLayer(environment: environment)])
    }

    /// Whether there is a value at the key.
    public func contains(_ key: String) -> Bool { item(known(key)) != nil }

    public func string(_ key: String) throws(ConfigurationError) -> String {
        let known = known(key)
        precondition(!known.type.isSecret, "\(key) is a secret: read it with secret(_:)")
        let text = try required(known).scalar(known)
        return known.type == .runtimePath ? try fromRuntimeDirectory(text) : text
    }

    public func int(_ key: String) throws(ConfigurationError) -> Int {
        let known = known(key)
        return try required(known).integer(known)
    }

    public func bool(_ key: String) throws(ConfigurationError) -> Bool {
        let known = known(key)
        return try required(known).boolean(known)
    }

    public func double(_ key: String) throws(ConfigurationError) -> Double {
        let known = known(key)
        return try required(known).number(known)
    }

    public func money(_ key: String) throws(ConfigurationError) -> Money { try fixedPoint(key) }
    public func quantity(_ key: String) throws(ConfigurationError) -> Quantity { try fixedPoint(key) }
    public func price(_ key: String) throws(ConfigurationError) -> Price { try fixedPoint(key) }

    public func date(_ key: String) throws(ConfigurationError) -> TradingDate {
        let known = known(key)
        return try required(known).date(known)
    }

    /// A length of time; the key's name ends with its unit, `-seconds` or `-milliseconds`.
    public func duration(_ key: String) throws(ConfigurationError) -> Duration {
        let count = try int(key)
        precondition(key.hasSuffix("seconds"), "\(key) ends with its unit")
        return key.hasSuffix("milliseconds") ? .milliseconds(count) : .seconds(count)
    }

    /// One of the names of an enumeration.
    public func choice<Choice: RawRepresentable<String>>(
        _ key: String, as type: Choice.Type = Choice.self
    ) throws(ConfigurationError) -> Choice {
        let known = known(key)
        let item = try required(known)
        guard let choice = Choice(rawValue: try item.choice(known)) else { throw item.refused(known) }
        return choice
    }

    /// A list of distinct symbols; empty when not set.
    public func symbols(_ key: String) throws(ConfigurationError) -> [Symbol] {
        let known = known(key)
        return try item(known)?.symbols(known) ?? []
    }

    /// A list of texts; empty when not set.
    public func list(_ key: String) throws(ConfigurationError) -> [String] {
        let known = known(key)
        precondition(!known.type.isSecret, "\(key) is secret: read it with secrets(_:)")
        return try item(known)?.strings(known) ?? []
    }

    /// Names with a text each, in the order in which they are written; empty when not set.
    public func map(_ key: String) throws(ConfigurationError) -> [(name: String, text: String)] {
        let known = known(key)
        precondition(!known.type.isSecret, "\(key) is secret: read it with secretMap(_:)")
        return try item(known)?.names(known) ?? []
    }

    public func secret(_ key: String) throws(ConfigurationError) -> Secret {
        let known = known(key)
        return Secret(try required(known).scalar(known))
    }

    /// A list of secret texts; empty when not set.
    public func secrets(_ key: String) throws(ConfigurationError) -> [Secret] {
        let known = known(key)
        return try item(known)?.strings(known).map { Secret($0) } ?? []
    }

    /// Names with a secret each, in the order in which they are written; empty when not set.
    public func secretMap(_ key: String) throws(ConfigurationError) -> [(name: String, secret: Secret)] {
        let known = known(key)
        return try item(known)?.names(known).map { ($0.name, Secret($0.text)) } ?? []
    }

    /// What `read` finds at the key, or `nil` when it is not set:
    /// `configuration.optional("venue.from", configuration.date)`.
    public func optional<Value>(
        _ key: String, _ read: (String) throws(ConfigurationError) -> Value
    ) throws(ConfigurationError) -> Value? {
        contains(key) ? try read(key) : nil
    }

    /// An error at the key's origin, for a rule that only the reader knows.
    public func error(_ key: String, _ problem: String) -> ConfigurationError {
        ConfigurationError(origin: origin(of: key), key: key, problem: problem)
    }

    /// Where the key's value is written; `nil` when it is not set.
    public func origin(of key: String) -> Origin? { item(known(key))?.origin }
}

extension Configuration {
    func known(_ path: String) -> KnownKey {
        guard let key = KnownKeys.key(path) else { preconditionFailure("\(path) is in the table of known keys") }
        return key
    }

    /// The item, unless it is empty.
    func item(_ key: KnownKey) -> ConfigurationItem? { items[key.path].flatMap { $0.isEmpty ? nil : $0 } }

    func required(_ key: KnownKey) throws(ConfigurationError) -> ConfigurationItem {
        if let item = item(key) { return item }
        throw ConfigurationError(
            origin: items[key.path]?.origin, key: key.path,
            problem: "is required (\(key.type.description)); set it in a file or as \(key.environmentVariable)")
    }

    private func fixedPoint<Value: FixedPoint>(_ key: String) throws(ConfigurationError) -> Value {
        let known = known(key)
        return try required(known).fixedPoint(known, as: Value.self)
    }

    private func fromRuntimeDirectory(_ path: String) throws(ConfigurationError) -> String {
        path.hasPrefix("/") ? path : "\(try string("runtime.directory"))/\(path)"
    }
}
