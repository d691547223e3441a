import Foundation

extension ConfigurationLayer {
    /// What the environment overrides: `BULLION_REDIS_ADDRESS=…`, or `BULLION_BROKER_SECRET_KEY_FILE=/run/secrets/…` to read the text
    /// from a file. A variable that begins with `BULLION_` and names no key is an error, since it was meant to change something.
    init(environment: [String: String]) throws(ConfigurationError) {
        var items: [String: ConfigurationItem] = [:]
        var unused = Set(environment.keys.filter { $0.hasPrefix("BULLION_") && !isReserved($0) })
        for key in KnownKeys.all {
            let variable = key.environmentVariable
            let fileVariable = variable + "_FILE"
            unused.remove(variable)
            // `BULLION_RISK_KILL_FILE` is a key of its own, not the file form of a key `risk.kill`.
            if KnownKeys.all.allSatisfy({ $0.environmentVariable != fileVariable }) { unused.remove(fileVariable) }
            if let text = environment[variable] {
                if environment[fileVariable] != nil {
                    throw ConfigurationError(
                        origin: .environment(variable: variable), key: key.path,
                        problem: "is given twice, also by \(fileVariable)")
                }
                items[key.path] = try value(text, of: key, from: variable)
            } else if let path = environment[fileVariable], !path.isEmpty {
                items[key.path] = try value(try contents(of: path, key, fileVariable), of: key, from: fileVariable)
            }
        }
        if let stray = unused.sorted().first { throw unknownVariable(stray) }
        self.init(items: items)
    }
}

/// Variables that steer a process rather than override a key.
private func isReserved(_ name: String) -> Bool {
    ["BULLION_CONFIG_ROOT", "BULLION_INSTANCE", "BULLION_KILL_MODE"].contains(name) || name.hasPrefix("BULLION_TEST_")
}

private func unknownVariable(_ name: String) -> ConfigurationError {
    let hint = nearest(to: name, among: KnownKeys.all.map(\.environmentVariable)).map { "; did you mean \($0)?" } ?? ""
    return ConfigurationError(origin: .environment(variable: name), problem: "overrides no known key\(hint)")
}

private func contents(of path: String, _ key: KnownKey, _ variable: String) throws(ConfigurationError) -> String {
    do {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    } catch {
        throw ConfigurationError(
            origin: .environment(variable: variable), key: key.path,
            problem: "cannot read \(path): \(error.localizedDescription)")
    }
}

private func value(_ text: String, of key: KnownKey, from variable: String) throws(ConfigurationError)
    -> ConfigurationItem
{
    let origin = Origin.environment(variable: variable)
    guard key.type.isStructured, !text.isEmpty else { return ConfigurationItem(content: .scalar(text), origin: origin) }
    if text.hasPrefix("[") || text.hasPrefix("{") || text.contains("\n") || text.hasPrefix("- ") || text.contains(": ")
    {
        return try item(parsing: text, origin: { _ in origin }) ?? ConfigurationItem(content: .none, origin: origin)
    }
    let parts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return ConfigurationItem(
        content: .list(parts.map { ConfigurationItem(content: .scalar($0), origin: origin) }), origin: origin)
}
