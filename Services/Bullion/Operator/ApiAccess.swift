import Foundation
import ServiceKit
import Web

/// The way to the api of this book, with a key.
struct ApiAccess {
    private let base: String
    private let key: Secret

    /// - Parameter holder: whose key of `api.keys` is used when no file is named.
    init(_ configuration: Configuration, keyFile: String?, holder: String) throws {
        base = "http://\(try configuration.string("api.host")):\(try configuration.int("api.port"))/api/v1/"
        if let keyFile {
            key = Secret(
                try String(contentsOfFile: keyFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines))
        } else {
            guard let known = try configuration.secretMap("api.keys").first(where: { $0.name == holder }) else {
                throw configuration.error("api.keys", "has no key of \(holder); name a file with --api-key-file")
            }
            key = known.secret
        }
    }

    /// Sends a command and answers what the api said.
    func post(_ path: String, _ body: JSON) throws(CommandFailure) -> String {
        var client = HTTPClient(options: .init(connectTimeout: .seconds(3), timeout: .seconds(10)))
        let response: HTTPResponse
        do {
            response = try client.send(
                HTTPRequest(
                    .post, base + path,
                    headers: [
                        HTTPHeader("Authorization", "Bearer \(key.revealed)"),
                        HTTPHeader("Content-Type", "application/json"),
                    ], body: Array(body.text.utf8)))
        } catch {
            throw .unreachable("the api does not answer at \(base): \(error)")
        }
        switch response.status {
        case 200..<300: return response.excerpt
        case 404: throw .notFound(response.excerpt)
        case 500...: throw .unreachable(response.excerpt)
        default: throw .failed(response.excerpt)
        }
    }
}
