import Contracts
import Crypto
import Foundation
import ServiceKit
import Testing

@testable import bullion_api

@Suite struct `A command's body` {
    private func read(_ kind: Route.CommandKind, _ text: String) throws(Problem) -> Event {
        try Command(kind, Array(text.utf8), operator: "ada").event
    }

    private func refusal(_ kind: Route.CommandKind, _ text: String) -> Problem? {
        problem { () throws(Problem) in _ = try read(kind, text) }
    }

    @Test func `becomes the event with the name of the key's holder`() throws {
        #expect(
            try read(.risk, #"{"id":"c1","action":"escalate","tier":"NO_NEW","reason":"fed day"}"#)
                == .riskCommand(
                    RiskCommand(id: "c1", operator: "ada", reason: "fed day", action: .escalate(to: .noNew))))
        #expect(
            try read(.risk, #"{"id":"c2","action":"setKillMode","killMode":"close_only"}"#)
                == .riskCommand(RiskCommand(id: "c2", operator: "ada", reason: "", action: .setKillMode(.closeOnly))))
        #expect(
            try read(.strategy, #"{"id":"c3","strategy":"sma-cross","isEnabled":false}"#)
                == .strategyCommand(StrategyCommand(id: "c3", operator: "ada", strategy: "sma-cross", isEnabled: false))
        )
        #expect(
            try read(.order, #"{"id":"c4","action":"cancel","order":"o-1"}"#)
                == .orderCommand(OrderCommand(id: "c4", operator: "ada", action: .cancel(OrderID("o-1")))))
        #expect(
            try read(.order, #"{"id":"c5","action":"cancelAll"}"#)
                == .orderCommand(OrderCommand(id: "c5", operator: "ada", action: .cancelAll)))
    }

    @Test(arguments: [
        (#"{}"#, "id"), (#"{"id":7}"#, "id"), (#"{"id":""}"#, "id"), (#"{"id":"a b"}"#, "id"), (#"{"id":"é"}"#, "id"),
        (#"{"id":"a"}"#, "action"), (#"{"id":"a","action":"explode"}"#, "action"),
        (#"{"id":"a","action":"escalate"}"#, "tier"), (#"{"id":"a","action":"escalate","tier":"no_new"}"#, "tier"),
        (#"{"id":"a","action":"setKillMode","killMode":null}"#, "killMode"),
        (#"{"id":"a","action":"escalate","tier":"WARN","operator":"eve"}"#, "operator"),
        (#"{"id":"a","action":"escalate","tier":"WARN","reason":"a\u0000b"}"#, "reason"),
    ])
    func `is refused with the name of the field`(body: String, field: String) {
        let refusal = refusal(.risk, body)
        #expect(refusal?.status == 400 && refusal?.field == field, "\(body)")
    }

    @Test(arguments: ["", "null", "[]", "7", "{", #"{"id":"a""#, "\u{FEFF}x", #"{"id":"a"} {}"#])
    func `is refused when it is no object`(body: String) { #expect(refusal(.order, body)?.code == "invalidJSON") }

    @Test func `has a flag that is true or false, not a number or a text`() {
        for text in ["1", "\"true\"", "null", "{}"] {
            #expect(
                refusal(.strategy, #"{"id":"a","strategy":"s","isEnabled":\#(text)}"#)?.field == "isEnabled", "\(text)")
        }
    }

    @Test(arguments: UInt64(0)..<20) func `is read or refused, whatever its bytes are`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let whole = Array(
            #"{"command":"c1","approver":"ada","expiresAt":"2025-06-30T19:30:00Z","nonce":"n","signature":"eA=="}"#.utf8
        )
        for _ in 0..<100 {
            var body = whole
            for _ in 0..<Int.random(in: 1...6, using: &chance) where !body.isEmpty {
                let place = Int.random(in: 0..<body.count, using: &chance)
                if Bool.random(using: &chance) {
                    body[place] = .random(in: 0...255, using: &chance)
                } else {
                    body.remove(at: place)
                }
            }
            let found = problem { () throws(Problem) in _ = try Command(.approval, body, operator: "ada") }
            #expect(found == nil || found?.status == 400)
        }
    }
}

@Suite struct `An approval` {
    private let key = Curve25519.Signing.PrivateKey()
    private let now = SampleLog.start

    private func ring() throws -> ApproverRing {
        try ApproverRing([("grace", key.publicKey.rawRepresentation.base64EncodedString())])
    }

    private func signed(_ approver: String = "grace", expiresIn seconds: Int64 = 60) throws -> Approval {
        var approval = Approval(command: "c1", approver: approver, expiresAt: now + seconds, nonce: "n1", signature: "")
        approval.signature = try key.signature(for: Data(approval.signedText.utf8)).base64EncodedString()
        return approval
    }

    @Test func `counts when it is signed by its approver and not expired`() throws {
        #expect(try ring().objection(to: try signed(), at: now) == nil)
    }

    @Test func `does not count after its expiry, from a stranger, or changed after it was signed`() throws {
        let ring = try ring()
        #expect(ring.objection(to: try signed(expiresIn: 0), at: now)?.code == "approvalExpired")
        #expect(ring.objection(to: try signed("eve"), at: now)?.code == "unknownApprover")
        var changed = try signed()
        changed.command = "c2"
        #expect(ring.objection(to: changed, at: now)?.code == "badSignature")
        changed = try signed()
        changed.signature = "not base 64"
        #expect(ring.objection(to: changed, at: now)?.code == "badSignature")
        #expect(ring.objection(to: changed, at: now)?.status == 403)
    }

    @Test func `needs public keys that are ones`() {
        for text in ["", "eA==", "not base 64"] {
            #expect(throws: ApproverRing.BadKey.self) { try ApproverRing([("grace", text)]) }
        }
    }
}

@Suite struct `A key ring` {
    @Test func `knows whose key it is`() {
        let ring = KeyRing([("ada", Secret("first")), ("grace", Secret("second"))])
        #expect(ring.holder(of: "first") == "ada")
        #expect(ring.holder(of: "second") == "grace")
        for key in ["", "firs", "first ", "First"] { #expect(ring.holder(of: key) == nil) }
        #expect(KeyRing([]).holder(of: "") == nil)
    }
}

@Suite struct `The log's memory of commands` {
    @Test func `answers a repeat with the first entry`() throws {
        var log = SampleLog.traded
        let command = RiskCommand(id: "c1", operator: "ada", reason: "", action: .escalate(to: .warn))
        let first = log.append(.riskCommand(command), by: .api)
        log.append(.riskCommand(command), by: .operator)
        let again = try Command(.risk, Array(#"{"id":"c1","action":"escalate","tier":"WARN"}"#.utf8), operator: "ada")
        #expect(try bookModel(log).firstResult(of: again) == first)
        let other = try Command(.risk, Array(#"{"id":"c2","action":"escalate","tier":"WARN"}"#.utf8), operator: "ada")
        #expect(try bookModel(log).firstResult(of: other) == nil)
    }

    @Test func `lets a nonce approve once`() throws {
        var log = SampleLog.traded
        log.append(
            .approval(
                Approval(command: "c1", approver: "grace", expiresAt: SampleLog.start, nonce: "n1", signature: "s")),
            by: .api)
        let text =
            #"{"command":"c2","approver":"grace","expiresAt":"2025-06-30T20:00:00Z","nonce":"n1","signature":"s"}"#
        let command = try Command(.approval, Array(text.utf8), operator: "ada")
        #expect(problem { () throws(Problem) in _ = try bookModel(log).firstResult(of: command) }?.code == "nonceUsed")
    }

    @Test func `objects to what the book does not have`() throws {
        let model = bookModel(.traded)
        func objection(_ kind: Route.CommandKind, _ text: String) throws -> Int? {
            model.objection(to: try Command(kind, Array(text.utf8), operator: "ada"))?.status
        }
        #expect(try objection(.strategy, #"{"id":"a","strategy":"astrology","isEnabled":true}"#) == 404)
        #expect(try objection(.strategy, #"{"id":"a","strategy":"sma-cross","isEnabled":true}"#) == nil)
        #expect(try objection(.order, #"{"id":"a","action":"cancel","order":"o-1"}"#) == 404)
        #expect(try objection(.order, #"{"id":"a","action":"cancel","order":"\#(SampleLog.order)"}"#) == nil)
        #expect(try objection(.order, #"{"id":"a","action":"cancelAll"}"#) == nil)
    }
}
