import Contracts
import Foundation
import Testing

@testable import ServiceKit

@Suite struct `A configuration` {
    @Test func `reads each type exactly as written`() throws {
        let configuration = try Example.configuration()
        #expect(try configuration.money("risk.order-notional") == Money(units: 25_000))
        #expect(try configuration.int("allocation.volatility-window") == 20)
        #expect(try configuration.double("allocation.gross-cap") == 1.5)
        #expect(try configuration.symbols("book.universe").map(\.name) == ["GLD", "SLV", "SPY"])
        #expect(try configuration.choice("book.mode", as: BookMode.self) == .paper)
        #expect(configuration.origin(of: "risk.order-notional") == .file(path: "book.yaml", line: 20))
    }

    @Test func `names file, line, key, value and what is allowed`() {
        #expect(
            Example.complaint(replacing: "order-notional: 25000.00", with: "order-notional: 1O00")
                == "book.yaml:20: risk.order-notional: \"1O00\" is not an amount of money "
                + "(a decimal such as 25000.00), at least 0.000000001")
    }

    @Test(arguments: [
        ("gross-cap: 1.5", "gross-cap: 1,5"), ("gross-cap: 1.5", "gross-cap: nan"), ("gross-cap: 1.5", "gross-cap: -1"),
        ("volatility-window: 20", "volatility-window: 20.0"), ("volatility-window: 20", "volatility-window: 1"),
        ("volatility-window: 20", "volatility-window: [20]"), ("volatility-window: 20", "volatility-window: 1e3"),
        ("daily-loss-basis-points: 300", "daily-loss-basis-points: 0"),
        ("position-notional: 50000.00", "position-notional: -5"), ("mode: paper", "mode: Paper"),
        ("position-notional: 50000.00", "position-notional: 1e6"), ("[GLD, SLV, SPY]", "[GLD, gld]"),
        ("[GLD, SLV, SPY]", "[GLD, GLD]"), ("[GLD, SLV, SPY]", "GLD"), ("share: 0.5", "share: 1.5"),
        ("{ slow: 50, fast: 10 }", "{ slow: many }"), ("level: notice", "level: loud"),
    ])
    func `refuses a malformed value wherever it stands`(old: String, new: String) throws {
        let complaint = try #require(Example.complaint(replacing: old, with: new))
        #expect(complaint.hasPrefix("book.yaml:"))
    }

    @Test func `refuses an unknown key and says which was meant`() {
        #expect(
            Example.complaint(replacing: "order-notional:", with: "order-notionl:")
                == "book.yaml:20: risk.order-notionl: is not a known key; did you mean risk.order-notional?")
        #expect(
            Example.complaint(replacing: "allocation:", with: "alocation:")
                == "book.yaml:11: alocation: is not a known key; did you mean allocation?")
        #expect(
            Example.complaint(replacing: "    share: 0.5", with: "    shares: 0.5")
                == "book.yaml:8: strategies.shares: is not a known key; did you mean share?")
        #expect(Example.complaint(with: "zebra: 1\n") == "book.yaml:29: zebra: is not a known key")
    }

    @Test func `refuses a repeated key, a section without keys and broken YAML`() throws {
        #expect(try #require(Example.complaint(with: "log:\n  level: info\n")).contains("repeated"))
        #expect(
            Example.complaint(with: "redis: 127.0.0.1\n")
                == "book.yaml:29: redis: \"127.0.0.1\" stands where a section of keys is expected")
        #expect(try #require(Example.complaint(with: "api: [1, 2\n")).contains("is not YAML"))
    }

    @Test func `lets the stronger layer win, key by key, and null take back`() throws {
        let weak = try ConfigurationLayer(yaml: "api: { host: a, port: 1 }\nlog: { level: info }", name: "weak.yaml")
        let strong = try ConfigurationLayer(yaml: "api:\n  port: 2\nlog:\n  level: ~", name: "strong.yaml")
        let configuration = try Configuration(layers: [weak, strong], environment: ["BULLION_API_HOST": "c"])
        #expect(try configuration.string("api.host") == "c")
        #expect(try configuration.int("api.port") == 2)
        #expect(!configuration.contains("log.level"))
        #expect(configuration.origin(of: "api.port") == .file(path: "strong.yaml", line: 2))
        #expect(configuration.origin(of: "api.host") == .environment(variable: "BULLION_API_HOST"))
    }

    @Test func `says what a missing key needs`() {
        #expect(
            Example.complaint { configuration throws(ConfigurationError) in
                _ = try configuration.string("redis.address")
            }
                == "redis.address: is required (a text); set it in a file or as BULLION_REDIS_ADDRESS")
    }

    @Test func `takes relative runtime paths from the runtime directory`() throws {
        let configuration = try Example.configuration(environment: [
            "BULLION_RISK_KILL_FILE": "kill", "BULLION_WATCHDOG_SOCKET": "/run/w.sock",
        ])
        #expect(try configuration.string("risk.kill-file") == "/tmp/bullion-test/kill")
        #expect(try configuration.string("watchdog.socket") == "/run/w.sock")
    }

    @Test func `gives every key a variable of its own`() {
        let variables = KnownKeys.all.map(\.environmentVariable)
        #expect(Set(variables).count == variables.count)
        #expect(KnownKeys.key("broker.secret-key")?.environmentVariable == "BULLION_BROKER_SECRET_KEY")
    }
}

@Suite struct `The environment` {
    @Test func `overrides lists and maps`() throws {
        let configuration = try Example.configuration(environment: [
            "BULLION_BOOK_UNIVERSE": "TLT, USO", "BULLION_API_APPROVERS": "{ann: a2V5, bob: b3Ro}",
        ])
        #expect(try configuration.symbols("book.universe").map(\.name) == ["TLT", "USO"])
        #expect(try configuration.map("api.approvers").map(\.name) == ["ann", "bob"])
    }

    @Test func `reads secrets from files, and never shows them`() throws {
        let path = try Example.temporaryDirectory() + "/secret"
        try "hunter2\n".write(toFile: path, atomically: true, encoding: .utf8)
        let configuration = try Example.configuration(environment: [
            "BULLION_BROKER_SECRET_KEY_FILE": path, "BULLION_API_KEYS": "{ann: swordfish}",
            "BULLION_POSTGRES_URL": "postgres://me:opensesame@db/bullion?x=1", "BULLION_VENUE_KEYS": "id:xyzzy",
        ])
        #expect(try configuration.secret("broker.secret-key").revealed == "hunter2")
        #expect(try configuration.secretMap("api.keys").first?.secret.revealed == "swordfish")
        var shown = configuration.effective
        dump(try configuration.secret("broker.secret-key"), to: &shown)
        shown += "\(try configuration.secrets("venue.keys"))"
        for secret in ["hunter2", "swordfish", "opensesame", "xyzzy"] { #expect(!shown.contains(secret)) }
        #expect(shown.contains("postgres://me:********@db/bullion?x=1"))
        #expect(shown.contains("api.keys: {ann: ********}  # environment BULLION_API_KEYS"))
        try FileManager.default.removeItem(atPath: path)
    }

    @Test func `is refused when a variable overrides nothing, is given twice or is malformed`() throws {
        #expect(
            Example.complaint(environment: ["BULLION_REDIS_ADRESS": "x"])
                == "environment BULLION_REDIS_ADRESS: overrides no known key; did you mean BULLION_REDIS_ADDRESS?")
        #expect(
            try #require(
                Example.complaint(environment: ["BULLION_REDIS_PASSWORD": "x", "BULLION_REDIS_PASSWORD_FILE": "/x"])
            )
            .contains("is given twice"))
        #expect(
            Example.complaint(environment: ["BULLION_API_PORT": "http"])
                == "environment BULLION_API_PORT: api.port: \"http\" is not a whole number from 0 to 65535")
        #expect(
            Example.complaint(environment: [
                "BULLION_CONFIG_ROOT": "/etc", "BULLION_TEST_X": "1", "BULLION_KILL_MODE": "hard", "HOME": "/",
            ]) == nil)
    }

    @Test func `is not repeated in the complaint about a malformed secret`() throws {
        let complaint = try #require(Example.complaint(environment: ["BULLION_API_KEYS": "swordfish"]))
        #expect(!complaint.contains("swordfish"))
    }
}

@Suite struct `A password in an address` {
    @Test(arguments: [
        ("host=/run dbname=x password=abc user=y", "host=/run dbname=x password=******** user=y"),
        ("password='a b' user=y", "password=******** user=y"), ("host=/run", "host=/run"),
        ("postgres://u:p@h:5432/d", "postgres://u:********@h:5432/d"), ("postgres://u@h/d", "postgres://u@h/d"),
        ("postgres://h/d?user=u&password=p&x=1", "postgres://h/d?user=u&password=********&x=1"),
        ("http://127.0.0.1:8790", "http://127.0.0.1:8790"),
    ])
    func `is masked`(address: String, shown: String) { #expect(withoutPassword(address) == shown) }
}
