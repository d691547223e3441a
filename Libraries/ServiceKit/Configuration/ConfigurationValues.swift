import Contracts

// Reading one item as one type. Each names the item's place, the key, the text and what would be allowed.
extension ConfigurationItem {
    /// Throws unless the item is a value of the key's type.
    func check(_ key: KnownKey) throws(ConfigurationError) {
        guard !isEmpty else { return }
        switch key.type {
        case .string, .runtimePath, .url, .secret: _ = try scalar(key)
        case .boolean: _ = try boolean(key)
        case .integer: _ = try integer(key)
        case .number: _ = try number(key)
        case .money: _ = try fixedPoint(key, as: Money.self)
        case .quantity: _ = try fixedPoint(key, as: Quantity.self)
        case .date: _ = try date(key)
        case .choice: _ = try choice(key)
        case .symbols: _ = try symbols(key)
        case .strings, .secrets: _ = try strings(key)
        case .names, .secretNames: _ = try names(key)
        case .strategies: _ = try strategies(key)
        }
    }

    func scalar(_ key: KnownKey) throws(ConfigurationError) -> String {
        guard case .scalar(let text) = content else { throw refused(key) }
        return text
    }

    func boolean(_ key: KnownKey) throws(ConfigurationError) -> Bool {
        switch try scalar(key) {
        case "true": return true
        case "false": return false
        default: throw refused(key)
        }
    }

    func integer(_ key: KnownKey) throws(ConfigurationError) -> Int {
        guard let value = Int(try scalar(key)) else { throw refused(key) }
        if case .integer(let range) = key.type, !range.contains(value) { throw refused(key) }
        return value
    }

    func number(_ key: KnownKey) throws(ConfigurationError) -> Double {
        guard let value = Double(try scalar(key)), value.isFinite else { throw refused(key) }
        if case .number(let range) = key.type, !range.contains(value) { throw refused(key) }
        return value
    }

    func fixedPoint<Value: FixedPoint>(_ key: KnownKey, as type: Value.Type) throws(ConfigurationError) -> Value {
        guard let value = Value(try scalar(key)) else { throw refused(key) }
        if case .money(let range) = key.type,
            value.nanos < range.lowerBound.nanos || value.nanos > range.upperBound.nanos
        {
            throw refused(key)
        }
        if case .quantity(let range) = key.type,
            value.nanos < range.lowerBound.nanos || value.nanos > range.upperBound.nanos
        {
            throw refused(key)
        }
        return value
    }

    func date(_ key: KnownKey) throws(ConfigurationError) -> TradingDate {
        guard let value = TradingDate(try scalar(key)) else { throw refused(key) }
        return value
    }

    func choice(_ key: KnownKey) throws(ConfigurationError) -> String {
        let text = try scalar(key)
        if case .choice(let names) = key.type, !names.contains(text) {
            let hint = nearest(to: text, among: names).map { "; did you mean \($0)?" } ?? ""
            throw refused(key, hint: hint)
        }
        return text
    }

    func symbols(_ key: KnownKey) throws(ConfigurationError) -> [Symbol] {
        var symbols: [Symbol] = []
        for item in try list(key) {
            guard case .scalar(let text) = item.content, let symbol = Symbol(text) else {
                throw item.error(key.path, "\"\(item.text)\" is not a symbol (1 to 12 of A-Z, 0-9, '.' and '-')")
            }
            guard !symbols.contains(symbol) else { throw item.error(key.path, "\"\(symbol)\" is listed twice") }
            symbols.append(symbol)
        }
        return symbols
    }

    func strings(_ key: KnownKey) throws(ConfigurationError) -> [String] {
        var texts: [String] = []
        for item in try list(key) { texts.append(try item.scalar(key)) }
        return texts
    }

    /// The members of a map, in the order in which they are written.
    func names(_ key: KnownKey) throws(ConfigurationError) -> [(name: String, text: String)] {
        if case .none = content { return [] }
        guard case .map(let members) = content else { throw refused(key) }
        var names: [(name: String, text: String)] = []
        for member in members { names.append((member.name, try member.value.scalar(key))) }
        return names
    }

    func list(_ key: KnownKey) throws(ConfigurationError) -> [ConfigurationItem] {
        switch content {
        case .none: return []
        case .list(let items): return items
        case .scalar(""): return []
        case .scalar, .map: throw refused(key)
        }
    }

    /// The value is not what the key allows. A secret is not repeated.
    func refused(_ key: KnownKey, hint: String = "") -> ConfigurationError {
        let shown = key.type.isSecret || key.type == .url ? Secret.mask : "\"\(text)\""
        return error(key.path, "\(shown) is not \(key.type.description)\(hint)")
    }
}
