import Contracts
import Foundation
import Supervision
import Synchronization
import Testing

@testable import EventLog

/// Three stages in three threads, one behind the other, and what may happen to them.
@Suite struct `A chain of stages` {
    let log: TestLog
    init() throws { log = try TestLog() }

    @Test func `answers each entry exactly once`() throws {
        try run(cycles: 300, mishap: { _ in .none })
    }

    @Test(arguments: UInt64(1)...4) func `answers each entry exactly once although processes die`(seed: UInt64) throws {
        try run(cycles: 150) { step in
            var chance = SplitMix64(seed: seed &* 1_000_003 &+ step)
            return Mishap.allCases[Int(chance.next() % 12) % 12 < 3 ? Int(chance.next() % 3) + 1 : 0]
        }
    }

    @Test func `answers each entry exactly once although connections are cut`() throws {
        try run(cycles: 200, cuts: 40) { _ in .none }
    }

    enum Mishap: CaseIterable {
        case none
        /// It dies with folded entries that are not committed.
        case diesAfterFold
        /// It dies after it has sent its commit.
        case diesAfterSend
        /// It ends as it should.
        case stops
    }

    private func run(cycles: UInt64, cuts: Int = 0, mishap: @escaping @Sendable (UInt64) -> Mishap) throws {
        let log = log
        let isDone = Mutex(false)
        func live<S: Stage>(_ stage: S.Type, _ salt: UInt64) -> @Sendable () throws -> Void {
            {
                var step = salt
                var options = log.options
                options.snapshotInterval = 50
                options.batchSize = 8
                while !isDone.withLock({ $0 }) {
                    var host = try StageHost(stage, on: log.address, instance: "one", options: options)
                    life: while !isDone.withLock({ $0 }) {
                        _ = try host.foldNext(waitingAtMost: .milliseconds(20))
                        step += 1
                        switch mishap(step) {
                        case .none: continue
                        case .diesAfterFold: break life
                        case .diesAfterSend:
                            try host.sendCommitAndForget()
                            break life
                        case .stops:
                            try host.stop()
                            break life
                        }
                    }
                }
            }
        }
        try onThreads([
            live(Adder.self, 0), live(Doubler.self, 1 << 32), live(Closer.self, 2 << 32),
            {
                defer { isDone.withLock { $0 = true } }
                var producer = try log.producer()
                for cycle in 1...cycles { try producer.commit([due(cycle)], sourceCursor: "\(cycle)") }
                for _ in 0..<cuts { try log.cutConnections() }
                try #require(
                    poll(atMost: .seconds(60)) { (try? log.entries(of: .sessionClosed).count) ?? 0 >= Int(cycles) })
            },
        ])
        try check(cycles: cycles)
    }

    private func check(cycles: UInt64) throws {
        let entries = try log.entries()
        #expect(entries.map(\.offset.rawValue) == Array(1...UInt64(entries.count)))
        #expect(entries.count == Int(cycles) * 5)
        let traces = (1...cycles).map { "cycle-\($0)" }
        #expect(entries.filter { $0.by == "features" }.map(\.trace) == traces)
        #expect(entries.filter { $0.by == "risk" }.map(\.trace) == traces)
        #expect(entries.filter { $0.by == "strategy" }.map(\.trace) == traces.flatMap { [$0, $0] })
        let sums = try entries.filter { $0.by == "features" }.map { entry -> Double in
            guard case .macroPoint(let point) = try entry.decoded().event else { return 0 }
            return point.value
        }
        let expected: [Double] = (1...cycles).map { (cycle: UInt64) -> Double in Double(cycle * (cycle + 1) / 2) }
        #expect(sums == expected)
    }
}

extension StageHost {
    /// Sends the commit as `foldNext` does, and does not live to see the answer.
    fileprivate mutating func sendCommitAndForget() throws {
        commands.removeAll()
        writer.frameCommit(pending, cursor: cursor.description, into: &commands)
        try writer.submit(commands)
    }
}
