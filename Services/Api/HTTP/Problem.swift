import Contracts

/// Why a request is not answered as asked: the status, a code for programs, the field at fault, and a sentence for people.
struct Problem: Error, Hashable, Sendable {
    let status: Int
    let code: String
    let field: String?
    let message: String
    /// The methods that would be answered here, with status 405.
    var allowed: [String] = []

    static func badRequest(_ code: String, _ field: String?, _ message: String) -> Problem {
        Problem(status: 400, code: code, field: field, message: message)
    }

    static func forbidden(_ code: String, _ field: String?, _ message: String) -> Problem {
        Problem(status: 403, code: code, field: field, message: message)
    }

    static func notFound(_ field: String?, _ message: String) -> Problem {
        Problem(status: 404, code: "notFound", field: field, message: message)
    }

    static let unauthorized = Problem(
        status: 401, code: "unauthorized", field: nil,
        message: "commands need a key: Authorization: Bearer KEY, or X-API-Key: KEY")

    static func unavailable(_ message: String) -> Problem {
        Problem(status: 503, code: "unavailable", field: nil, message: message)
    }
}

extension Problem: JSONWritable {
    func write(into json: inout JSONWriter) {
        json.object {
            $0.put("error") {
                $0.put("code", code)
                $0.put("field", field)
                $0.put("message", message)
            }
        }
    }
}
