import Testing

@testable import bullion

@Suite struct `A plan of disturbances` {
    private func plan(_ chaos: Int, only: Set<String> = [], seed: UInt64 = 1) -> DisturbancePlan {
        DisturbancePlan(kills: 0, chaos: chaos, only: only, seed: seed, sessions: 100)
    }

    @Test func `draws every kind there is`() {
        #expect(Set(plan(2_000).census.keys) == Set(DisturbancePlan.kinds))
    }

    @Test func `is the same for the same seed`() {
        #expect(plan(200).census == plan(200).census)
        #expect(plan(200).census != plan(200, seed: 2).census)
    }

    @Test func `keeps to the kinds it is asked for`() {
        #expect(plan(20, only: ["FLUSHALL"]).census == ["FLUSHALL": 20])
        #expect(plan(60, only: ["kill", "venue garbage"]).census.values.reduce(0, +) == 60)
    }

    @Test func `leaves the last tenth alone`() {
        let plan = plan(2_000)
        let hit = (0..<100).filter { session in
            DisturbancePlan.Moment.allCases.contains { !plan.events(in: session, at: $0).isEmpty }
        }
        #expect(hit == Array(0..<90))
    }

    @Test func `of a soak cuts streams and connections in turn`() {
        let plan = DisturbancePlan(reconnectingEvery: 7, of: 30)
        let names = [7, 14, 21, 28].map { plan.events(in: $0, at: .amongFills).map(\.disturbance.name) }
        #expect(names == [["venue cut-streams"], ["connections cut"], ["venue cut-streams"], ["connections cut"]])
        #expect(plan.census.values.reduce(0, +) == 4)
    }

    @Test func `asks the venue in words that it knows`() {
        let fault = VenueFault(kind: .dropReply, times: 2, milliseconds: 300, hitsOrders: true)
        #expect(fault.body == #"{"kind":"drop-reply","times":2,"method":"POST","path":"/v2/orders"}"#)
        let held = VenueFault(kind: .delayUpdate, times: 1, milliseconds: 300, hitsOrders: true)
        #expect(held.body == #"{"kind":"delay-update","times":1,"milliseconds":300}"#)
        let open = VenueFault(kind: .halfOpen, times: 3, milliseconds: 300, hitsOrders: false)
        #expect(open.body == #"{"kind":"half-open"}"#)
    }
}
