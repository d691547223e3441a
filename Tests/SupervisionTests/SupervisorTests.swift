import Foundation
import Supervision
import Testing

@Suite struct `A supervisor` {
    private func sleeper(_ name: String) -> ProcessSpecification {
        ProcessSpecification(
            name: name, program: "sleep", arguments: ["600"], environment: [:], logPath: "/dev/null")
    }

    @Test func `tells what each process holds, and nothing of one that ended`() throws {
        let supervisor = Supervisor()
        try supervisor.start(sleeper("gold"))
        let holding = try #require(supervisor.census.first)
        #expect(holding.name == "gold" && holding.restarts == 0)
        #expect(holding.residentBytes > 0)
        // Standard input, output and error.
        #expect(holding.openDescriptors == 3)
        let pid = try #require(holding.pid)
        kill(pid, SIGKILL)
        #expect(poll(atMost: .seconds(20)) { supervisor.census[0].residentBytes == 0 })
        #expect(supervisor.census[0].openDescriptors == 0)
        supervisor.stopAll()
    }

    @Test func `starts again what dies, and not what it retired`() throws {
        let supervisor = Supervisor()
        try supervisor.start(sleeper("gold"))
        try supervisor.start(sleeper("silver"))
        #expect(supervisor.kill("gold"))
        #expect(
            poll(atMost: .seconds(20)) {
                _ = supervisor.tend()
                return supervisor.census[0].restarts == 1 && supervisor.isComplete
            })
        #expect(supervisor.retire("gold"))
        #expect(!supervisor.retire("gold"))
        #expect(supervisor.census.map(\.name) == ["silver"])
        #expect(!supervisor.kill("gold"))
        #expect(supervisor.isComplete)
        supervisor.stopAll()
    }
}
