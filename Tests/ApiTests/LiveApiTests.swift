import Contracts
import Crypto
import EventLog
import Foundation
import Supervision
import Testing

@testable import bullion_api

/// Each test has an api and a Redis of its own; one after the other, to be kind to small machines.
@Suite(.serialized, .timeLimit(.minutes(5))) struct `The api over HTTP` {
    /// An api whose log holds the configuration it appended itself.
    private func configured() throws -> LiveApi {
        let api = try LiveApi()
        try #require(api.waitUntilRead(LogOffset(1)))
        try #require(poll(atMost: .seconds(60)) { api.board.freshness.status == "ok" })
        return api
    }

    @Test func `appends the configuration to a new log, and nothing to one that has it`() async throws {
        let api = try configured()
        #expect(api.board.read { $0.configuration } == SampleLog.configuration)
        var reader = try LogReader(on: api.address)
        let first = try #require(try reader.entry(at: LogOffset(1)))
        #expect(first.kind == "ConfigChange" && first.by == "api")
        await api.stop()

        let second = try LiveApi(on: api.redis)
        let reply = try await second.post("order", #"{"id":"c1","action":"cancelAll"}"#)
        // The desk opens in its own time; until then it says so.
        #expect(reply.status == 202 || reply.status == 503)
        try #require(poll(atMost: .seconds(60)) { second.board.freshness.status == "ok" })
        var accepted = reply
        while accepted.status == 503 { accepted = try await second.post("order", #"{"id":"c1","action":"cancelAll"}"#) }
        #expect(accepted.object["offset"] as? Int == 2)
        await second.stop()
    }

    @Test func `answers with its age, its offset and an ETag, and 304 to who has it`() async throws {
        let api = try configured()
        for resource in Route.Resource.allCases where resource != .auditRoot {
            let reply = try await api.get("/api/v1/\(resource.rawValue)")
            #expect(reply.status == 200, "\(resource.rawValue)")
            #expect(!reply.object.isEmpty, "\(resource.rawValue)")
            #expect(reply["x-log-offset"] == "1")
            #expect(Int(reply["x-data-age-milliseconds"] ?? "") != nil)
            #expect(reply["content-type"] == "application/json; charset=utf-8")
            let tag = try #require(reply["etag"])
            guard resource != .health else { continue }
            let again = try await api.get("/api/v1/\(resource.rawValue)", ["If-None-Match": tag])
            #expect(again.status == 304 && again.body.isEmpty, "\(resource.rawValue)")
        }
        #expect(try await api.send("HEAD", "/api/v1/risk", [:], body: nil).body.isEmpty)
        await api.stop()
    }

    @Test func `shows what stands in the log`() async throws {
        let api = try configured()
        try api.restore(Array(SampleLog.traded.entries.dropFirst()))
        try #require(api.waitUntilRead(SampleLog.traded.tip))
        #expect(try await api.get("/api/v1/positions").object["equity"] as? String == "101000")
        let order = try await api.get("/api/v1/orders/\(SampleLog.order)")
        #expect(order.status == 200 && order.object["state"] as? String == "filled")
        let metrics = try await api.get("/metrics")
        #expect(
            String(decoding: metrics.body, as: UTF8.self).contains(
                "bullion_equity{book=\"test\",mode=\"paper\"} 101000\n"))
        let page = try await api.get("/")
        #expect(page["content-type"] == "text/html; charset=utf-8")
        #expect(String(decoding: page.body, as: UTF8.self).hasPrefix("<!doctype html>"))
        await api.stop()
    }

    @Test func `says what is wrong with a request, in JSON`() async throws {
        let api = try configured()
        func check(_ reply: LiveApi.Reply, _ status: Int, _ code: String, field: String? = nil) {
            #expect(reply.status == status)
            #expect(reply.error["code"] as? String == code)
            #expect(reply.error["field"] as? String == field)
            #expect((reply.error["message"] as? String)?.isEmpty == false)
        }
        check(try await api.get("/api/v1/orders/none"), 404, "notFound", field: "id")
        check(try await api.get("/api/v1/nothing"), 404, "notFound")
        check(try await api.get("/api/v1/fills?limit=0"), 400, "invalidParameter", field: "limit")
        check(try await api.get("/api/v1/commands/risk"), 405, "methodNotAllowed")
        #expect(try await api.get("/api/v1/commands/risk")["allow"] == "POST")
        check(try await api.send("DELETE", "/api/v1/fills", [:], body: nil), 405, "methodNotAllowed")
        check(try await api.get("/api/v1/audit/root"), 503, "unavailable")
        check(try await api.post("risk", "{}", key: nil), 401, "unauthorized")
        check(try await api.post("risk", "{}", key: "wrong"), 401, "unauthorized")
        check(try await api.post("risk", "{}"), 400, "missingField", field: "id")
        check(try await api.post("risk", String(repeating: " ", count: 20_000)), 413, "bodyTooLarge")
        await api.stop()
    }

    @Test func `appends a command once, however often it is sent`() async throws {
        let api = try configured()
        let body = #"{"id":"c1","action":"requestReset","tier":"NORMAL","reason":"all clear"}"#
        var first = try await api.post("risk", body)
        while first.status == 503 { first = try await api.post("risk", body) }
        #expect(first.status == 202)
        #expect(first.object["operator"] as? String == "ada")
        #expect(first.object["isRepeat"] as? Bool == false)
        let offset = try #require(first.object["offset"] as? Int)
        let headers = ["Authorization": "Bearer second-key"]
        let again = try await api.send("POST", "/api/v1/commands/risk", headers, body: body)
        #expect(again.status == 202)
        #expect(again.object["offset"] as? Int == offset && again.object["isRepeat"] as? Bool == true)

        var reader = try LogReader(on: api.address)
        let entries = try reader.read(after: .start).filter { $0.kind == "RiskCommand" }
        #expect(entries.count == 1 && entries[0].by == "api" && entries[0].trace == "c1")
        try await approve(api, command: "c1")
        await api.stop()
    }

    private func approve(_ api: LiveApi, command: String) async throws {
        let expires = Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970) * nanosPerUnit) + 600
        func body(_ approval: Approval) -> String {
            """
            {"command":"\(approval.command)","approver":"\(approval.approver)","expiresAt":"\(approval.expiresAt)",\
            "nonce":"\(approval.nonce)","signature":"\(approval.signature)"}
            """
        }
        var approval = Approval(command: command, approver: "grace", expiresAt: expires, nonce: "n1", signature: "AAAA")
        #expect(try await api.post("approval", body(approval)).error["code"] as? String == "badSignature")
        approval.signature = try api.approverKey.signature(for: Data(approval.signedText.utf8)).base64EncodedString()
        let taken = try await api.post("approval", body(approval))
        #expect(taken.status == 202)
        let again = try await api.post("approval", body(approval))
        #expect(again.object["offset"] as? Int == taken.object["offset"] as? Int)
        approval.command = "c9"
        approval.nonce = "n2"
        approval.signature = try api.approverKey.signature(for: Data(approval.signedText.utf8)).base64EncodedString()
        #expect(try await api.post("approval", body(approval)).status == 404)
    }

    @Test func `never fails at a question, whatever it is`() async throws {
        let api = try configured()
        var chance = SplitMix64(seed: 7)
        let pieces = [
            "since", "limit", "=", "&", "%25", "%00", "%ff", "+", "1", "-", "99999999999999999999", "symbol", "GLD",
            ";",
        ]
        for _ in 0..<60 {
            let resource = Route.Resource.allCases.filter { $0 != .auditRoot }.randomElement(using: &chance) ?? .health
            let text = (0..<Int.random(in: 0...6, using: &chance)).map { _ in pieces.randomElement(using: &chance) ?? ""
            }.joined()
            let reply = try await api.get("/api/v1/\(resource.rawValue)?\(text)")
            #expect(reply.status == 200 || reply.status == 400, "\(resource.rawValue)?\(text)")
        }
        await api.stop()
    }

    @Test func `goes on showing what it knows while Redis is away, and says how old it is`() async throws {
        let api = try configured()
        api.redis.kill()
        try #require(poll(atMost: .seconds(60)) { !api.board.freshness.trouble.isEmpty })
        let reply = try await api.get("/api/v1/risk")
        #expect(reply.status == 200 && reply.object["tier"] as? String == "NORMAL")
        #expect(try await api.get("/api/v1/health").object["trouble"] is String)
        try #require(poll(atMost: .seconds(60)) { api.board.freshness.status == "stale" })
        #expect(try await api.get("/api/v1/health").status == 503)
        #expect(try await api.post("order", #"{"id":"c1","action":"cancelAll"}"#).status == 503)
        await api.stop()
    }

    @Test func `begins anew, configuration included, when Redis comes back with another log`() async throws {
        let api = try configured()
        let restarts = api.board.restarts
        api.redis.kill()
        try api.redis.start()
        var keeper = try LogKeeper(on: api.address)
        try keeper.publishGeneration()
        // Nothing was durable, so the log is empty until the api has begun it again.
        try #require(
            poll(atMost: .seconds(60)) {
                api.board.restarts > restarts && api.board.read { $0.configuration } == SampleLog.configuration
            })
        var reader = try LogReader(on: api.address)
        #expect(try reader.entry(at: LogOffset(1))?.kind == "ConfigChange")
        await api.stop()
    }
}
