import Contracts
import Foundation

/// The members of a command's JSON object. Reading them names the one at fault; what nobody reads is refused too.
struct CommandFields {
    private enum Value: Decodable {
        case text(String)
        case flag(Bool)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // Each attempt fails for every other type of JSON value; that is how the right one is found.
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }
    }

    private var members: [String: Value]
    static let longestText = 500

    init(_ body: [UInt8]) throws(Problem) {
        do {
            members = try JSONDecoder().decode([String: Value].self, from: Data(body))
        } catch {
            throw .badRequest("invalidJSON", nil, "the body is not a JSON object in UTF-8")
        }
    }

    mutating func text(_ field: String) throws(Problem) -> String {
        guard case .text(let text) = try take(field) else {
            throw .badRequest("invalidField", field, "\(field) is a string")
        }
        guard !text.isEmpty, text.utf8.count <= Self.longestText, text.unicodeScalars.allSatisfy({ $0.value >= 0x20 })
        else {
            throw .badRequest(
                "invalidField", field, "\(field) has 1 to \(Self.longestText) bytes and no control characters")
        }
        return text
    }

    mutating func optionalText(_ field: String) throws(Problem) -> String? {
        members[field] == nil ? nil : try text(field)
    }

    mutating func flag(_ field: String) throws(Problem) -> Bool {
        guard case .flag(let flag) = try take(field) else {
            throw .badRequest("invalidField", field, "\(field) is true or false")
        }
        return flag
    }

    /// One of the names of an enumeration.
    mutating func choice<Choice>(_ field: String, of choices: [Choice], _ name: (Choice) -> String) throws(Problem)
        -> Choice
    {
        let text = try text(field)
        guard let choice = choices.first(where: { name($0) == text }) else {
            throw .badRequest("invalidField", field, "\(field) is one of \(choices.map(name).joined(separator: ", "))")
        }
        return choice
    }

    /// An id that its sender chose: it goes into entries and traces, so it is plain.
    mutating func identifier(_ field: String) throws(Problem) -> String {
        let id = try text(field)
        let isPlain = id.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_.:".utf8.contains(byte)
        }
        guard isPlain, id.utf8.count <= 64 else {
            throw .badRequest("invalidField", field, "\(field) has 1 to 64 of letters, digits, '-', '_', '.' and ':'")
        }
        return id
    }

    /// Throws if there is a member that nobody asked for.
    func finish() throws(Problem) {
        guard let unknown = members.keys.min() else { return }
        throw .badRequest("unknownField", String(unknown.prefix(40)), "this command has no such field")
    }

    private mutating func take(_ field: String) throws(Problem) -> Value {
        guard let value = members.removeValue(forKey: field) else {
            throw .badRequest("missingField", field, "\(field) is required")
        }
        return value
    }
}
