/// One strategy as it is written, before its instruments are looked up in the universe.
struct StrategyItem {
    let name: String
    let isEnabled: Bool
    let share: Double
    let instruments: [ConfigurationItem]
    let parameters: [(name: String, value: Double)]
    let item: ConfigurationItem
}

extension ConfigurationItem {
    func strategies(_ key: KnownKey) throws(ConfigurationError) -> [StrategyItem] {
        var strategies: [StrategyItem] = []
        for item in try list(key) { strategies.append(try item.strategy(key)) }
        return strategies
    }

    private func strategy(_ key: KnownKey) throws(ConfigurationError) -> StrategyItem {
        guard case .map(let members) = content else { throw error(key.path, "\"\(text)\" is not a strategy") }
        var name: String?
        var isEnabled = true
        var share: Double?
        var instruments: [ConfigurationItem] = []
        var parameters: [(name: String, value: Double)] = []
        for member in members {
            let path = "\(key.path).\(member.name)"
            switch member.name {
            case "name": name = try member.value.scalar(KnownKey(path, .string, ""))
            case "enabled": isEnabled = try member.value.boolean(KnownKey(path, .boolean, ""))
            case "share": share = try member.value.number(KnownKey(path, .number(0...1), ""))
            case "instruments": instruments = try member.value.list(KnownKey(path, .symbols, ""))
            case "parameters": parameters = try member.value.parameters(path)
            default:
                let fields = ["name", "enabled", "share", "instruments", "parameters"]
                let hint = nearest(to: member.name, among: fields).map { "; did you mean \($0)?" } ?? ""
                throw ConfigurationError(origin: member.origin, key: path, problem: "is not a known key\(hint)")
            }
        }
        guard let name, !name.isEmpty else { throw error("\(key.path).name", "is required") }
        guard let share else { throw error("\(key.path).share", "is required for \(name)") }
        return StrategyItem(
            name: name, isEnabled: isEnabled, share: share, instruments: instruments, parameters: parameters, item: self
        )
    }

    /// Numbers by name, sorted by name.
    private func parameters(_ path: String) throws(ConfigurationError) -> [(name: String, value: Double)] {
        if case .none = content { return [] }
        guard case .map(let members) = content else {
            throw error(path, "\"\(text)\" is not a map from names to numbers")
        }
        var parameters: [(name: String, value: Double)] = []
        for member in members {
            let key = KnownKey("\(path).\(member.name)", .number(-1e12...1e12), "")
            parameters.append((member.name, try member.value.number(key)))
        }
        return parameters.sorted { $0.name < $1.name }
    }
}
