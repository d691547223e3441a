import Foundation
import Yams

/// One source of configuration: what a YAML file or the environment says, with the place of every value.
public struct ConfigurationLayer: Sendable {
    let items: [String: ConfigurationItem]

    /// Reads YAML. Unknown keys, repeated keys and values of the wrong shape are errors.
    ///
    /// - Parameter name: What the layer is called in messages, usually the path as the operator wrote it.
    public init(yaml: String, name: String) throws(ConfigurationError) {
        var items: [String: ConfigurationItem] = [:]
        if let root = try item(parsing: yaml, origin: { .file(path: name, line: $0) }) {
            try collect(root, at: nil, into: &items)
        }
        self.items = items
    }

    /// Reads the YAML file at `path`.
    public init(file path: String) throws(ConfigurationError) {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ConfigurationError(problem: "\(path): cannot be read as text: \(error.localizedDescription)")
        }
        try self.init(yaml: text, name: path)
    }

    init(items: [String: ConfigurationItem]) { self.items = items }
}

/// Takes the known keys out of a tree of sections.
private func collect(
    _ item: ConfigurationItem, at path: String?, into items: inout [String: ConfigurationItem]
) throws(ConfigurationError) {
    switch item.content {
    case .none: return
    case .scalar, .list:
        throw item.error(path ?? "(top level)", "\"\(item.text)\" stands where a section of keys is expected")
    case .map(let members):
        for member in members {
            let key = path.map { "\($0).\(member.name)" } ?? member.name
            if KnownKeys.key(key) != nil {
                items[key] = member.value
            } else if KnownKeys.sections.contains(key) {
                try collect(member.value, at: key, into: &items)
            } else {
                throw unknown(key, origin: member.origin)
            }
        }
    }
}

private func unknown(_ key: String, origin: Origin) -> ConfigurationError {
    let candidates = KnownKeys.all.map(\.path) + KnownKeys.sections.sorted()
    let hint = nearest(to: key, among: candidates).map { "; did you mean \($0)?" } ?? ""
    return ConfigurationError(origin: origin, key: key, problem: "is not a known key\(hint)")
}

/// Parses YAML into items. Answers `nil` for an empty document.
func item(parsing yaml: String, origin: (Int) -> Origin) throws(ConfigurationError) -> ConfigurationItem? {
    let node: Node?
    do {
        node = try Yams.compose(yaml: yaml)
    } catch {
        throw ConfigurationError(origin: origin(line(of: error)), problem: "is not YAML: \(oneLine(error))")
    }
    guard let node else { return nil }
    return try convert(node, line: 1, origin: origin)
}

private func convert(_ node: Node, line: Int, origin: (Int) -> Origin) throws(ConfigurationError) -> ConfigurationItem {
    let line = node.mark?.line ?? line
    switch node {
    case .scalar(let scalar):
        let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
        return ConfigurationItem(content: isNull ? .none : .scalar(scalar.string), origin: origin(line))
    case .sequence(let sequence):
        var items: [ConfigurationItem] = []
        for element in sequence { items.append(try convert(element, line: line, origin: origin)) }
        return ConfigurationItem(content: .list(items), origin: origin(line))
    case .mapping(let mapping):
        var members: [ConfigurationItem.Member] = []
        for (name, value) in mapping {
            let place = origin(name.mark?.line ?? line)
            guard case .scalar(let scalar) = name else {
                throw ConfigurationError(origin: place, problem: "a key is a text")
            }
            let item = try convert(value, line: name.mark?.line ?? line, origin: origin)
            members.append(.init(name: scalar.string, origin: place, value: item))
        }
        return ConfigurationItem(content: .map(members), origin: origin(line))
    case .alias:
        throw ConfigurationError(origin: origin(line), problem: "aliases are not used in configuration")
    }
}

private func line(of error: any Error) -> Int {
    guard let error = error as? YamlError else { return 1 }
    switch error {
    case .reader(_, _, _, _): return 1
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): return mark.line
    case .duplicatedKeysInMapping(_, let context): return context.mark.line
    default: return 1
    }
}

private func oneLine(_ error: any Error) -> String {
    guard let error = error as? YamlError else { return "\(error)" }
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): return problem
    case .duplicatedKeysInMapping(let duplicates, _):
        return "a key is repeated: \(duplicates.joined(separator: ", "))"
    default: return "\(error)".split(separator: "\n").joined(separator: " ")
    }
}
