import Contracts
import Testing

@testable import bullion_api

func problem(_ body: () throws(Problem) -> Void) -> Problem? {
    do throws(Problem) {
        try body()
        return nil
    } catch {
        return error
    }
}

@Suite struct `A route` {
    @Test(arguments: [
        ("/", Route.page), ("/metrics", .prometheus), ("/api/v1/health", .resource(.health)),
        ("/api/v1/metrics/summary", .resource(.metrics)), ("/api/v1/audit/root", .resource(.auditRoot)),
        ("/api/v1/orders", .resource(.orders)), ("/api/v1/orders/a%2Db", .order(OrderID("a-b"))),
    ])
    func `is told from a path`(path: String, route: Route) throws {
        #expect(try Route(method: "GET", path: path) == route)
    }

    @Test(arguments: [
        "", "/api", "/api/v1", "/api/v1/", "/api/v1/Health", "/api/v1/orders/", "/api/v1/orders/a/b", "/api/v2/health",
        "/api/v1/commands", "/api/v1/commands/nothing", "/api/v1/orders/%zz", "/favicon.ico", "/../etc/passwd",
    ])
    func `is none for any other path`(path: String) {
        #expect(problem { () throws(Problem) in _ = try Route(method: "GET", path: path) }?.status == 404)
    }

    @Test func `knows which methods it answers`() throws {
        #expect(try Route(method: "POST", path: "/api/v1/commands/risk") == .command(.risk))
        let get = problem { () throws(Problem) in _ = try Route(method: "GET", path: "/api/v1/commands/risk") }
        #expect(get?.status == 405 && get?.allowed == ["POST"])
        let post = problem { () throws(Problem) in _ = try Route(method: "POST", path: "/api/v1/fills") }
        #expect(post?.status == 405 && post?.allowed == ["GET", "HEAD"])
    }
}

@Suite struct `A query` {
    @Test func `has a page and a beginning`() throws {
        let query = try Query("since=12&limit=5")
        #expect(query.since == LogOffset(12) && query.limit == 5)
        #expect(try Query("").since == nil)
    }

    @Test(arguments: [
        ("since=-1", "since"), ("since=", "since"), ("since=1.5", "since"), ("since=99999999999999999999", "since"),
        ("since=+1", "since"), ("limit=0", "limit"), ("limit=1001", "limit"), ("limit=ten", "limit"),
        ("sinse=1", "sinse"),
        ("since=1&since=2", "since"), ("symbol=GLD", "symbol"),
    ])
    func `names the parameter at fault`(text: String, field: String) {
        let found = problem { () throws(Problem) in _ = try Query(text) }
        #expect(found?.status == 400 && found?.field == field)
    }

    @Test func `refuses what is not percent-encoded UTF-8`() {
        for text in ["a=%", "a=%4", "a=%zz", "a=%ff", "%c0%80=1"] {
            #expect(problem { () throws(Problem) in _ = try Query(text) }?.status == 400, "\(text)")
        }
        #expect(percentDecoded("a%20b+c%C3%A9") == "a b cé")
    }

    @Test(arguments: UInt64(0)..<40) func `is read or refused, whatever it is`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let pieces = [
            "since", "limit", "symbol", "state", "=", "&", "%", "%00", "%ff", "+", "1", "-", "9999999999", "open", "é",
            "\u{0}",
        ]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...8, using: &chance)).map { _ in pieces.randomElement(using: &chance) ?? ""
            }.joined()
            let found = problem { () throws(Problem) in _ = try Query(text, also: ["symbol", "state"]) }
            #expect(found == nil || found?.status == 400, "\(text)")
        }
    }
}

@Suite struct `An entity tag` {
    @Test func `is found among those that a client has`() {
        let tag = entityTag(of: Array("body".utf8))
        #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.count == 34)
        #expect(matches(tag, tag) && matches(tag, "\"x\", \(tag)") && matches(tag, "W/\(tag)") && matches(tag, "*"))
        #expect(!matches(tag, "\"x\"") && !matches(tag, "") && !matches(tag, String(tag.dropLast())))
        #expect(entityTag(of: [1]) != entityTag(of: [2]))
    }
}
