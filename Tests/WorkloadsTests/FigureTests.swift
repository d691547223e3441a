import Testing

@testable import Workloads

@Suite struct `A figure` {
    private func figure(_ value: Double, _ unit: Figure.Unit, isGuarded: Bool = false) -> Figure {
        Figure("W1", "alone", value, unit, goal: Goal(must: 10, aim: unit.growsBetter ? 20 : 5, isGuarded: isGuarded))
    }

    @Test func `that grows better is short below what it must reach`() {
        #expect(figure(9.9, .barsPerSecond).verdict == .isShort)
        #expect(figure(10, .barsPerSecond).verdict == .isEnough)
        #expect(figure(20, .barsPerSecond).verdict == .reachesAim)
    }

    @Test func `that shrinks better is short above it`() {
        #expect(figure(10.1, .milliseconds).verdict == .isShort)
        #expect(figure(10, .milliseconds).verdict == .isEnough)
        #expect(figure(5, .milliseconds).verdict == .reachesAim)
    }

    @Test(arguments: [Figure.Unit.barsPerSecond, .milliseconds])
    func `that is not a number is short`(unit: Figure.Unit) {
        #expect(figure(.nan, unit).verdict == .isShort)
    }

    @Test func `fails the command only where it is guarded and short`() {
        #expect(figure(11, .megabytes, isGuarded: true).isBroken)
        #expect(!figure(10, .megabytes, isGuarded: true).isBroken)
        #expect(!figure(11, .megabytes).isBroken)
        #expect(!Figure("W1", "alone", 11, .megabytes).isBroken)
    }
}

@Suite struct `Run times` {
    @Test func `are told by their median, wall and processor apart`() {
        let times = RunTimes(wall: [5, 1, 3], processor: [0.5, 0.9, 0.7])
        #expect(times.seconds == 3)
        #expect(times.wall == [1, 3, 5])
        #expect(times.processorSeconds == 0.7)
        #expect(RunTimes(wall: [4, 1], processor: [1, 1]).seconds == 2.5)
    }
}

@Suite struct `The table of figures` {
    @Test func `stands in columns, words to the left and numbers to the right`() {
        var speed = Figure("W1", "alone", 5_123_456.7, .barsPerSecond, goal: Goal(must: 5_000_000, aim: 16_000_000))
        speed.times = RunTimes(wall: [0.2], processor: [0.19])
        speed.outcome = Figure.Outcome(fills: 27_240, finalEquity: 960_534_430_000_000)
        let memory = Figure("peak", "", 150.25, .megabytes, goal: Goal(must: 150, isGuarded: true))
        let lines = FigureTable([speed, memory]).text.split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "work  way        value  unit         must         aim  goal      median    fastest  processor   fills  final equity  remark",
                "W1    alone  5,123,457  bars/s  5,000,000  16,000,000  ok     200.00 ms  200.00 ms  190.00 ms  27,240    960,534.43",
                "peak             150.3  MB          150.0              below",
            ])
    }

    @Test(arguments: [
        (0.0, "0"), (0.000_03, "3e-05"), (0.1083, "0.1083"), (1.25, "1.25"), (37.018, "37.02"), (105.46, "105.5"),
        (1_168_201.4, "1,168,201"), (-0.8304, "-0.8304"), (-1_234.6, "-1,235"), (.infinity, "inf"),
    ])
    func `shows about four digits`(value: Double, text: String) {
        #expect(FigureTable.number(value) == text)
    }

    @Test(arguments: [(12.744, "12.74 s"), (0.033_07, "33.07 ms"), (0.000_744_2, "744.2 µs")])
    func `shows times in the unit that suits them`(seconds: Double, text: String) {
        #expect(FigureTable.duration(seconds) == text)
    }

    @Test func `rounds equity to the cent`() {
        var figure = Figure("W1", "alone", 1, .times)
        figure.outcome = Figure.Outcome(fills: 1_000, finalEquity: 1_234_567_895_000_000)
        #expect(FigureTable([figure]).text.hasSuffix("1,000  1,234,567.90"))
    }
}
