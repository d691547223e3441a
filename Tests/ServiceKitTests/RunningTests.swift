import Contracts
import Foundation
import Glibc
import Logging
import Testing

@testable import ServiceKit

@Suite struct `A service that runs` {
    private let directory: String
    private let configuration: Configuration

    init() throws {
        directory = try Example.temporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: StatusFile.folder(directory), withIntermediateDirectories: true)
        configuration = try Example.configuration(environment: [
            "BULLION_RUNTIME_DIRECTORY": directory, "BULLION_WATCHDOG_SOCKET": "w.sock",
        ])
    }

    private func context(_ environment: [String: String] = [:]) throws -> ServiceContext {
        try ServiceContext(
            name: "oms", givenInstance: nil, configuration: configuration, environment: environment,
            startedAt: Timestamp(nanoseconds: 0))
    }

    @Test func `is healthy once it is ready, and leaves no status behind`() throws {
        let context = try context()
        let file = StatusFile(directory: directory, service: "oms")
        context.progress(LogOffset(7))
        #expect(throws: (any Error).self) { try file.read() }
        context.ready()
        let status = try file.read()
        #expect(status.isHealthy)
        #expect(status.offset == LogOffset(7))
        #expect(status.pid == getpid())
        #expect(StatusFile.all(in: directory) == [status])
        context.stopping()
        #expect(throws: (any Error).self) { try file.read() }
    }

    @Test func `is not healthy when it was last heard of too long ago`() throws {
        let context = try context()
        context.ready()
        var status = try StatusFile(directory: directory, service: "oms").read()
        status.updatedMonotonicNanoseconds -= 11_000_000_000
        #expect(!status.isHealthy)
    }

    @Test func `tells systemd and the watchdog by datagram`() throws {
        let systemd = try Receiver(path: directory + "/notify")
        let watchdog = try Receiver(path: directory + "/w.sock")
        let context = try context(["NOTIFY_SOCKET": directory + "/notify"])
        context.progress(LogOffset(12))
        context.ready()
        #expect(
            systemd.all() == ["WATCHDOG=1\nSTATUS=starting at 12\n", "WATCHDOG=1\nSTATUS=ready at 12\n", "READY=1\n"])
        let beats = watchdog.all().compactMap { LocalHeartbeat(datagram: $0) }
        let beat = LocalHeartbeat(service: "oms", instance: context.instance, book: "paper", offset: LogOffset(12))
        #expect(beats == [beat, beat])
        // The second is not over: the next turn of the loop tells nothing.
        context.progress(LogOffset(13))
        #expect(systemd.all().isEmpty)
    }

    @Test func `works on when nobody listens`() throws {
        let context = try context(["NOTIFY_SOCKET": directory + "/nobody"])
        context.ready()
        context.progress()
    }

    @Test(arguments: [
        "", "bullion-heartbeat 2 oms a b 1", "bullion-heartbeat 1 oms a b", "bullion-heartbeat 1  a b 1", "x y z a b c",
    ])
    func `reads no heartbeat from other datagrams`(text: String) { #expect(LocalHeartbeat(datagram: text) == nil) }
}

/// The receiving end of a unix datagram socket.
private final class Receiver {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        let address = try #require(UnixAddress(path: path))
        let result = address.withSocketAddress { bind(descriptor, $0, $1) }
        try #require(result == 0)
    }

    deinit { close(descriptor) }

    /// What has arrived.
    func all() -> [String] {
        var texts: [String] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return texts }
            texts.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }
}

@Suite struct `A log line` {
    private let metadata: Logger.Metadata = [
        "service": "oms", "mode": "paper", "run": "r", "instance": "i", "order.id": "81", "reason": "said \"no\"\n",
    ]

    @Test func `is one JSON object with sorted members`() throws {
        let line = LogFormat.json.line(
            at: Timestamp(nanoseconds: 1_500_000_000_123_456_789), .notice, "order denied", metadata)
        #expect(
            line
                == #"{"time":"2017-07-14T02:40:00.123Z","level":"notice","message":"order denied","instance":"i","mode":"paper","#
                + #""order.id":"81","reason":"said \"no\"\n","run":"r","service":"oms"}"# + "\n")
        #expect(try JSONDecoder().decode([String: String].self, from: Data(line.utf8))["reason"] == "said \"no\"\n")
    }

    @Test func `is readable on a terminal`() {
        let line = LogFormat.text.line(at: Timestamp(nanoseconds: 0), .error, "order denied", metadata)
        #expect(line == "1970-01-01T00:00:00.000Z error oms: order denied order.id=81 reason=\"said \\\"no\\\"\\n\"\n")
    }
}

@Suite struct `The nearest name` {
    @Test func `counts a swap of neighbors as one step`() {
        #expect(editDistance(Array("order".utf8), Array("odrer".utf8)) == 1)
        #expect(editDistance(Array("".utf8), Array("abc".utf8)) == 3)
        #expect(nearest(to: "zebra", among: ["order", "risk"]) == nil)
    }
}
