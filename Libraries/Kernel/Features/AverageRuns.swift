// Rolling means of runs without gaps. A window's sum is made anew whenever the window has turned over, so each turn stands for itself: four
// of them are summed side by side, each by the same additions in the same order as alone.
extension IndicatorState {
    /// `average` for every frame of a run.
    mutating func averages(
        _ bars: Int, _ run: IndicatorRun, _ history: CloseHistory, from before: CloseHistory.Moment,
        into numbers: inout [Double]
    ) {
        var state = self
        var now = before
        var frame = 0
        var numbers = numbers.mutableSpan
        while frame < run.count {
            if state.beginsTurn(bars), run.count - frame >= 4 * bars,
                let stretch = history.straight(now, before: bars, behind: 4 * bars)
            {
                let sum = history.averageFourTurns(bars, after: stretch, into: &numbers, from: run.first &+ frame)
                state.pass(turns: 4, of: bars, sum: sum)
                now = now.later(by: 4 * bars)
                frame += 4 * bars
            } else {
                now = now.later(by: 1)
                numbers[run.first &+ frame] = state.average(bars, history, now)
                frame += 1
            }
        }
        self = state
    }
}

extension CloseHistory {
    /// Writes the means of `bars` values for each value of four turns of that window, and answers the last sum.
    fileprivate func averageFourTurns(
        _ bars: Int, after stretch: Stretch, into numbers: inout MutableSpan<Double>, from first: Int
    ) -> Double {
        precondition(first >= 0 && first + 4 * bars <= numbers.count, "four turns have room")
        var sums = SIMD4<Double>.zero
        for ahead in (2 &- bars)...1 { sums += four(stretch, ahead: ahead, apart: bars) }
        Self.write(sums / Double(bars), to: &numbers, first, apart: bars)
        for step in 1..<max(1, bars) {
            sums += four(stretch, ahead: step &+ 1, apart: bars)
            sums -= four(stretch, ahead: step &+ 1 &- bars, apart: bars)
            Self.write(sums / Double(bars), to: &numbers, first &+ step, apart: bars)
        }
        return sums[3]
    }

    /// A value of each of four turns.
    @inline(__always)
    private func four(_ stretch: Stretch, ahead: Int, apart bars: Int) -> SIMD4<Double> {
        SIMD4(
            value(stretch, ahead: ahead), value(stretch, ahead: ahead &+ bars),
            value(stretch, ahead: ahead &+ 2 &* bars), value(stretch, ahead: ahead &+ 3 &* bars))
    }

    @inline(__always)
    private static func write(
        _ means: SIMD4<Double>, to numbers: inout MutableSpan<Double>, _ place: Int, apart bars: Int
    ) {
        // There is room for all four turns.
        for turn in 0..<4 { numbers[unchecked: place &+ turn &* bars] = means[turn] }
    }
}
