import Foundation
import Web

/// The venue's clock, moved by hand through its admin endpoints.
struct VenueAdmin: ~Copyable {
    /// The venue did not answer: it may be starting again.
    struct Unreachable: Error, CustomStringConvertible {
        let description: String
    }

    private struct Status: Decodable {
        let executions: Int
        let sessions: Int
    }

    private var client: HTTPClient
    private let base: String

    init(base: String) {
        self.base = base
        client = HTTPClient()
    }

    /// Opens the session: resting orders meet its bar. Answers how many executions there have been in all.
    mutating func advance(to index: Int) throws -> Int {
        try status(of: try call(.post, "/admin/replay/advance", body: #"{"session":\#(index)}"#)).executions
    }

    /// Closes the session: its bars go out.
    mutating func publish(_ index: Int) throws {
        _ = try call(.post, "/admin/replay/publish", body: #"{"session":\#(index)}"#)
    }

    /// How many sessions the venue has.
    mutating func sessions() throws -> Int { try status(of: try call(.get, "/admin/replay", body: nil)).sessions }

    /// Lets something go wrong.
    mutating func arm(_ fault: VenueFault) throws { _ = try call(.post, "/admin/faults", body: fault.body) }

    /// Lets nothing go wrong any more.
    mutating func disarm() throws { _ = try call(.delete, "/admin/faults", body: nil) }

    private func status(of answer: [UInt8]) throws -> Status {
        try JSONDecoder().decode(Status.self, from: Data(answer))
    }

    private mutating func call(_ method: HTTPRequest.Method, _ path: String, body: String?) throws -> [UInt8] {
        let response: HTTPResponse
        do {
            response = try client.send(
                HTTPRequest(
                    method, base + path, headers: [HTTPHeader("Content-Type", "application/json")],
                    body: body.map { Array($0.utf8) }))
        } catch {
            throw Unreachable(description: "the venue's \(path): \(error)")
        }
        guard response.status == 200 else {
            throw CommandFailure.failed(
                "the venue answered \(response.status) to \(path): \(String(decoding: response.body, as: UTF8.self))")
        }
        return response.body
    }
}
