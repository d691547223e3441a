internal import Contracts

/// A change of the future: which instruments and fields, in which bars, and how.
struct Disturbance: Hashable, Sendable {
    enum Change: Hashable, Sendable {
        case scaled(Factor)
        /// The fields stay what they were in the bar before.
        case held
        /// The bars of each instrument change places with each other.
        case shuffled(seed: UInt64)
        /// There are no bars.
        case removed
    }

    /// The fields that are scaled or held; of no account to the other changes.
    var fields: [BarField] = BarField.numbers
    /// `nil` for all.
    var instrument: InstrumentIndex?
    var change: Change

    /// The frames with the bars of `bars` changed.
    func applied(to frames: [BarFrame], in bars: Range<Int>) -> [BarFrame] {
        var result = frames
        switch change {
        case .scaled(let factor):
            forEachBar(in: bars, &result) { $0?.changing(fields, by: factor) }
        case .held:
            for place in places(of: frames) { hold(place, in: bars, of: &result) }
        case .removed:
            forEachBar(in: bars, &result) { _ in nil }
        case .shuffled(let seed):
            var chance = SplitMix64(seed: seed)
            for place in places(of: frames) { Self.shuffle(place, in: bars, of: &result, &chance) }
        }
        return result
    }

    private func places(of frames: [BarFrame]) -> [Int] {
        instrument.map { [$0.place] } ?? Array(0..<(frames.first?.bars.count ?? 0))
    }

    private func forEachBar(in bars: Range<Int>, _ frames: inout [BarFrame], _ body: (Bar?) -> Bar?) {
        let places = places(of: frames)
        for number in bars {
            for place in places { frames[number].bars[place] = body(frames[number].bars[place]) }
        }
    }

    private func hold(_ place: Int, in bars: Range<Int>, of frames: inout [BarFrame]) {
        guard var last = (frames[..<bars.lowerBound].last { $0.bars[place] != nil })?.bars[place] else { return }
        for number in bars {
            guard let bar = frames[number].bars[place] else { continue }
            last = bar.taking(fields, from: last)
            frames[number].bars[place] = last
        }
    }

    /// Durstenfeld's shuffle (CACM 7, 1964, algorithm 235).
    private static func shuffle(
        _ place: Int, in bars: Range<Int>, of frames: inout [BarFrame], _ chance: inout SplitMix64
    ) {
        guard bars.count > 1 else { return }
        for last in bars.dropFirst().reversed() {
            let other = bars.lowerBound + Int(chance.next() % UInt64(last - bars.lowerBound + 1))
            let bar = frames[last].bars[place]
            frames[last].bars[place] = frames[other].bars[place]
            frames[other].bars[place] = bar
        }
    }
}

/// A place in the series up to which decisions are judged, and all that they must not know.
struct Cut: Hashable, Sendable {
    /// The last bar whose decisions are judged.
    let bar: Int
    let moment: DecisionMoment

    /// The frames up to the cut, with no more of the last one than may be known.
    func truncated(_ frames: [BarFrame]) -> [BarFrame] {
        var known = Array(frames[...bar])
        if moment == .open { known[bar].bars = known[bar].bars.map { $0?.atItsOpen } }
        return known
    }

    /// The bars, of `count`, in which a field is hidden from all judged decisions.
    func hidden(_ field: BarField, of count: Int) -> Range<Int> {
        (field.isKnown(at: moment) ? bar + 1 : bar)..<count
    }

    /// Changes fields of a disturbance in the bars in which each is hidden; `within` narrows the bars further.
    func disturbed(_ frames: [BarFrame], by disturbance: Disturbance, within bars: Range<Int>? = nil) -> [BarFrame] {
        let limit = bars ?? 0..<frames.count
        switch disturbance.change {
        case .removed, .shuffled:
            return disturbance.applied(to: frames, in: hidden(.presence, of: frames.count).clamped(to: limit))
        case .scaled, .held: break
        }
        var result = frames
        for field in disturbance.fields {
            var single = disturbance
            single.fields = [field]
            result = single.applied(to: result, in: hidden(field, of: frames.count).clamped(to: limit))
        }
        return result
    }
}

extension Cut {
    /// Distinct cuts in ascending order, drawn from `seed`: anywhere, and a third of them on bars that are missing, which is where those
    /// who fill gaps from the future show.
    static func draw(_ count: Int, from frames: [BarFrame], moment: DecisionMoment, seed: UInt64) -> [Cut] {
        precondition(frames.count >= 2 && count >= 1, "a cut has a bar before it and one behind it")
        var chance = SplitMix64(seed: seed)
        let last = frames.count - 1
        let missing = (0..<last).filter { number in frames[number].bars.contains { $0 == nil } }
        var bars: Set<Int> = []
        for _ in 0..<(missing.isEmpty ? 0 : (count + 2) / 3) {
            bars.insert(missing[Int(chance.next() % UInt64(missing.count))])
        }
        let wanted = min(count, last)
        while bars.count < wanted { bars.insert(Int(chance.next() % UInt64(last))) }
        return bars.sorted().map { Cut(bar: $0, moment: moment) }
    }
}
