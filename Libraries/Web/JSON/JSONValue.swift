/// A JSON value whose numbers are still the digits that were sent, so that no amount of money passes through a `Double`.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The literal as it stood in the text.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of a JSON object in the order they were written.
public struct JSONObject: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public let name: String
        public let value: JSONValue

        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    public var members: [Member]
    public init(_ members: [Member] = []) { self.members = members }

    /// The member's value; `nil` when there is no such member. Walks the list: objects on the wire are small.
    public subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }
}

extension JSONValue {
    /// The value of a member that is there and not null.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let object) = self, let value = object[name], value != .null else { return nil }
        return value
    }

    public var text: String? { if case .string(let text) = self { text } else { nil } }
    public var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    public var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    public var members: [JSONObject.Member]? { if case .object(let object) = self { object.members } else { nil } }

    /// A decimal that was sent as a number or as a string of one; what venues do differs from field to field.
    public var decimal: String? {
        switch self {
        case .number(let text), .string(let text): text
        case .null, .bool, .array, .object: nil
        }
    }

    /// A whole number that fits; `nil` for anything else, `1.0` included.
    public var integer: Int64? { if case .number(let text) = self { Int64(text) } else { nil } }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .number(String(value)) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// Members keep the order in which they are written.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { JSONObject.Member(name: $0, value: $1) }))
    }
}
