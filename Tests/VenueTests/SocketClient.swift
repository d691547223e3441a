import Dispatch
import Glibc

@testable import bullion_venue

/// A TCP connection of a test. Its calls block, so they run on threads of their own: the venue needs the shared ones.
final class SocketClient: Sendable {
    struct Closed: Error {}

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "test client")

    init(port: Int) async throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Closed() }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) async throws {
        try await onQueue { descriptor in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Closed() }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Exactly so many bytes.
    func receive(_ count: Int) async throws -> [UInt8] {
        try await onQueue { descriptor in
            var bytes: [UInt8] = []
            while bytes.count < count {
                bytes += try some(descriptor, atMost: count - bytes.count)
            }
            return bytes
        }
    }

    /// Up to and with a blank line.
    func receiveHead() async throws -> String {
        try await onQueue { descriptor in
            var bytes: [UInt8] = []
            while bytes.suffix(4) != [13, 10, 13, 10] { bytes += try some(descriptor, atMost: 1) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable (Int32) throws -> Value) async throws -> Value {
        let descriptor = descriptor
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work(descriptor) }) }
        }
    }
}

private func some(_ descriptor: Int32, atMost count: Int) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let received = recv(descriptor, &buffer, count, 0)
    guard received > 0 else { throw SocketClient.Closed() }
    return Array(buffer[..<received])
}

/// What an HTTP request was answered with.
struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var json: WireValue { get throws { try JSONReader.read(body) } }
}

/// A keep-alive HTTP connection.
struct HTTPConnection: Sendable {
    let client: SocketClient
    var keys: (id: String, secret: String)? = ("K", "S")

    init(port: Int) async throws { client = try await SocketClient(port: port) }

    func call(_ method: String, _ target: String, _ body: WireValue? = nil, headers: [String] = []) async throws
        -> Answer
    {
        try await call(method, target, bytes: body?.json, headers: headers)
    }

    func call(_ method: String, _ target: String, bytes: [UInt8]?, headers: [String] = []) async throws -> Answer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: venue"] + headers
        if let keys { lines += ["APCA-API-KEY-ID: \(keys.id)", "APCA-API-SECRET-KEY: \(keys.secret)"] }
        if let bytes { lines.append("Content-Length: \(bytes.count)") }
        try await client.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (bytes ?? []))
        let (status, fields) = parse(try await client.receiveHead())
        let count = Int(fields["content-length"] ?? "0") ?? 0
        return Answer(status: status, headers: fields, body: try await client.receive(count))
    }
}

private func parse(_ head: String) -> (Int, [String: String]) {
    let lines = head.split(separator: "\r\n")
    let status = lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2 {
            fields[parts[0].lowercased()] = parts[1].trimmingPrefix(while: { $0 == " " }).description
        }
    }
    return (status, fields)
}

/// A WebSocket client that can cut its messages as it likes.
struct WebSocketConnection: Sendable {
    struct Frame: Sendable {
        let opcode: UInt8
        let payload: [UInt8]
    }

    private let client: SocketClient
    let status: Int

    init(port: Int, path: String, headers: [String] = []) async throws {
        client = try await SocketClient(port: port)
        let lines =
            [
                "GET \(path) HTTP/1.1", "Host: venue", "Connection: Upgrade", "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ] + headers
        try await client.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        status = parse(try await client.receiveHead()).0
    }

    func send(_ value: WireValue) async throws { try await send(frame: value.json, opcode: 1) }

    /// One masked frame; `opcode` 0 continues a message.
    func send(frame payload: [UInt8], opcode: UInt8, isFinal: Bool = true) async throws {
        let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode]
        if payload.count < 126 {
            bytes.append(0x80 | UInt8(payload.count))
        } else {
            bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
        }
        bytes += mask
        bytes += payload.enumerated().map { $1 ^ mask[$0 % 4] }
        try await client.send(bytes)
    }

    func receive() async throws -> Frame {
        let head = try await client.receive(2)
        var count = Int(head[1] & 0x7f)
        if count == 126 { count = try await client.receive(2).reduce(0) { $0 << 8 | Int($1) } }
        if count == 127 { count = try await client.receive(8).reduce(0) { $0 << 8 | Int($1) } }
        return Frame(opcode: head[0] & 0x0f, payload: try await client.receive(count))
    }

    func receiveJSON() async throws -> WireValue { try JSONReader.read(try await receive().payload) }
}
