import Conduct
import Testing

@testable import bullion_watchdog

/// What happens to the watchdog at a second: a path can be observed or not, a service is heard of.
enum Happening {
    case hears(Vigil.Path, String)
    case loses(Vigil.Path)
    case regains(Vigil.Path)
}

@Suite struct `A vigil` {
    private static let second: Int64 = 1_000_000_000

    /// Lives through `script` second by second until `end`, with `beats` once a second, and tells each decision with its second.
    private func decisions(
        until end: Int, beats: (Int) -> [Happening], script: [Int: [Happening]] = [:]
    ) -> [String] {
        var vigil = Vigil(services: ["oms", "risk"], staleAfterSeconds: 30)
        var canObserve: [Vigil.Path: Bool] = [.redis: true, .local: true]
        var decisions: [String] = []
        for second in 0...end {
            let now = Int64(second) * Self.second
            for happening in (script[second] ?? []) + beats(second) {
                switch happening {
                case .loses(let path): canObserve[path] = false
                case .regains(let path): canObserve[path] = true
                case .hears(let path, let service):
                    if canObserve[path] == true { vigil.heard(service, on: path, at: now) }
                }
            }
            for path in Vigil.Path.allCases { vigil.observe(path, isPossible: canObserve[path] ?? false, at: now) }
            switch vigil.decide(at: now) {
            case .wait: break
            case .flatten(let services): decisions.append("\(second) flatten \(services.joined(separator: "+"))")
            case .rearm: decisions.append("\(second) rearm")
            }
        }
        return decisions
    }

    private func all(_ services: [String] = ["oms", "risk"], on paths: [Vigil.Path] = [.redis, .local]) -> [Happening] {
        paths.flatMap { path in services.map { .hears(path, $0) } }
    }

    @Test func `waits while all is well`() {
        #expect(decisions(until: 200) { _ in all() }.isEmpty)
    }

    @Test func `flattens once when one service falls silent on both paths`() {
        #expect(decisions(until: 200) { $0 <= 50 ? all() : all(["risk"]) } == ["80 flatten oms"])
    }

    @Test func `names both when both fall silent`() {
        #expect(decisions(until: 200) { $0 <= 50 ? all() : [] } == ["80 flatten oms+risk"])
    }

    @Test func `waits while one path still speaks`() {
        #expect(decisions(until: 500) { $0 <= 50 ? all() : all(on: [.local]) }.isEmpty)
        #expect(decisions(until: 500) { $0 <= 50 ? all() : all(on: [.redis]) }.isEmpty)
    }

    @Test func `waits forever for a service that was never alive`() {
        #expect(decisions(until: 500) { _ in [] }.isEmpty)
        #expect(decisions(until: 500) { $0 <= 50 ? all(["risk"]) : [] } == ["80 flatten risk"])
    }

    @Test func `flattens nothing because Redis is away`() {
        #expect(decisions(until: 500, beats: { _ in all() }, script: [50: [.loses(.redis)]]).isEmpty)
    }

    @Test func `calls a service unknown, not dead, when Redis is away and the local path falls silent`() {
        #expect(decisions(until: 500, beats: { $0 <= 60 ? all() : [] }, script: [50: [.loses(.redis)]]).isEmpty)
    }

    @Test func `counts silence anew when Redis comes back`() {
        // The services went down with Redis and need ten seconds to start again.
        let restarted = decisions(
            until: 500, beats: { (50..<210).contains($0) ? [] : all() },
            script: [50: [.loses(.redis)], 200: [.regains(.redis)]])
        #expect(restarted.isEmpty)
        let dead = decisions(
            until: 500, beats: { $0 < 50 ? all() : [] }, script: [50: [.loses(.redis)], 200: [.regains(.redis)]])
        #expect(dead == ["230 flatten oms+risk"])
    }

    @Test func `is armed again once all are healthy`() {
        #expect(
            decisions(until: 400) { (51..<150).contains($0) || $0 > 300 ? all(["risk"]) : all() }
                == ["80 flatten oms", "150 rearm", "330 flatten oms"])
    }

    @Test func `ignores services that it does not watch`() {
        #expect(
            decisions(until: 200) { $0 <= 50 ? all() + [.hears(.local, "api")] : [.hears(.local, "api")] } == [
                "80 flatten oms+risk"
            ])
    }

    @Test(arguments: [
        (29, 29, Vigil.Health.healthy), (30, 29, .healthy), (29, 30, .healthy), (30, 30, .stale), (1000, 1000, .stale),
    ])
    func `joins two paths`(redisSilence: Int, localSilence: Int, expected: Vigil.Health) {
        var vigil = Vigil(services: ["oms"], staleAfterSeconds: 30)
        for path in Vigil.Path.allCases { vigil.observe(path, isPossible: true, at: 0) }
        vigil.heard("oms", on: .redis, at: Int64(2000 - redisSilence) * Self.second)
        vigil.heard("oms", on: .local, at: Int64(2000 - localSilence) * Self.second)
        #expect(vigil.health(of: "oms", at: 2000 * Self.second) == expected)
    }
}
