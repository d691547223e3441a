/// A member of a JSON object that is missing or not what it must be.
public struct JSONFieldError: Error, Hashable, Sendable, CustomStringConvertible {
    public let name: String
    /// What it must be, such as `a price`.
    public let expected: String
    /// What was there instead, shortened; `nil` when there was nothing.
    public let found: String?

    public init(name: String, expected: String, found: String?) {
        self.name = name
        self.expected = expected
        self.found = found
    }

    public var description: String {
        if let found {
            "\(name) is \(found), which is not \(expected)"
        } else {
            "\(name) is missing: it must be \(expected)"
        }
    }
}

extension JSONValue {
    /// A member as `read` understands it. Absent, null and not understood are all errors.
    public func required<Value>(
        _ name: String, _ expected: String, _ read: (JSONValue) -> Value?
    ) throws(JSONFieldError) -> Value {
        guard let value = try optional(name, expected, read) else {
            throw JSONFieldError(name: name, expected: expected, found: nil)
        }
        return value
    }

    /// A member as `read` understands it; `nil` when it is absent or null. Not understood is an error.
    public func optional<Value>(
        _ name: String, _ expected: String, _ read: (JSONValue) -> Value?
    ) throws(JSONFieldError) -> Value? {
        guard let member = self[name] else { return nil }
        guard let value = read(member) else {
            let shown = String(decoding: member.encoded.prefix(80), as: UTF8.self)
            throw JSONFieldError(name: name, expected: expected, found: shown)
        }
        return value
    }

    public func requiredText(_ name: String) throws(JSONFieldError) -> String {
        try required(name, "a string") { $0.text }
    }
}
