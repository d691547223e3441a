internal import Contracts

/// Finds which input a source reads ahead: field by field, instrument by instrument, then bar by bar.
enum Narrowing {
    /// One input at one cut that changes decisions up to it.
    struct Finding {
        let source: GuiltyInput.Source
        let disturbance: Disturbance
        /// How many bars lie between a decision and the single bars that change it; empty where single bars do nothing.
        var distances: [Int] = []
        /// Whether the last bar of the series does it, and whether it is the only one.
        var readsLast = false
        var readsLastOnly = false
        var deed: String
        var witness: DecisionDifference
    }

    /// The inputs, in order of instrument and field; those of one kind at several cuts are one.
    static func guilty<Source>(_ cuts: [Cut], _ runs: inout DisturbedRuns<Source>) throws -> [GuiltyInput] {
        var findings: [Finding] = []
        for cut in cuts { findings += try findInputs(cut, &runs) }
        var sources: [GuiltyInput.Source] = []
        for finding in findings where !sources.contains(finding.source) { sources.append(finding.source) }
        // That the series' end matters says little beside a field that does.
        if sources.contains(where: { $0 != .length }) { sources.removeAll { $0 == .length } }
        return sources.map { source in merged(findings.filter { $0.source == source }) }
    }

    private static func findInputs<Source>(_ cut: Cut, _ runs: inout DisturbedRuns<Source>) throws -> [Finding] {
        var findings: [Finding] = []
        for place in 0..<runs.frames[0].bars.count {
            findings += try findFields(of: InstrumentIndex(place), cut, &runs)
        }
        if findings.isEmpty, runs.frames[0].bars.count > 1 { findings = try findFields(of: nil, cut, &runs) }
        if findings.isEmpty, let finding = try findWholeBars(cut, &runs) { findings.append(finding) }
        if findings.isEmpty, let finding = try findLength(cut, &runs) { findings.append(finding) }
        return findings
    }

    /// The fields of an instrument that matter. Who reads a number of a bar minds its absence too, so that only counts alone.
    private static func findFields<Source>(
        of instrument: InstrumentIndex?, _ cut: Cut, _ runs: inout DisturbedRuns<Source>
    ) throws -> [Finding] {
        var findings: [Finding] = []
        for field in BarField.numbers {
            if let finding = try find(field, of: instrument, cut, &runs) { findings.append(finding) }
        }
        if findings.isEmpty, let finding = try find(.presence, of: instrument, cut, &runs) { findings.append(finding) }
        return findings
    }

    private static func find<Source>(
        _ field: BarField, of instrument: InstrumentIndex?, _ cut: Cut, _ runs: inout DisturbedRuns<Source>
    ) throws -> Finding? {
        let changes: [Disturbance.Change] = field == .presence ? [.removed] : Factor.all.map { .scaled($0) } + [.held]
        for change in changes {
            let disturbance = Disturbance(fields: [field], instrument: instrument, change: change)
            guard let changed = try runs.disturbed(at: cut, by: disturbance) else { continue }
            let hidden = cut.hidden(field, of: runs.frames.count)
            var finding = Finding(
                source: .field(field, of: instrument), disturbance: disturbance,
                deed: deed(disturbance, "bars \(hidden.lowerBound) to \(hidden.upperBound - 1)"), witness: changed.last)
            try measure(&finding, hidden, cut, &runs)
            return finding
        }
        return nil
    }

    private static func findWholeBars<Source>(_ cut: Cut, _ runs: inout DisturbedRuns<Source>) throws -> Finding? {
        let changes: [Disturbance.Change] = Factor.all.map { .scaled($0) } + [.shuffled(seed: UInt64(cut.bar))]
        for change in changes {
            let disturbance = Disturbance(change: change)
            guard let changed = try runs.disturbed(at: cut, by: disturbance) else { continue }
            let hidden = cut.hidden(.close, of: runs.frames.count)
            var finding = Finding(
                source: .wholeBars, disturbance: disturbance,
                deed: deed(disturbance, "bars \(hidden.lowerBound) to \(hidden.upperBound - 1)"), witness: changed.last)
            if case .scaled = change { try measure(&finding, hidden, cut, &runs) }
            return finding
        }
        return nil
    }

    private static func findLength<Source>(_ cut: Cut, _ runs: inout DisturbedRuns<Source>) throws -> Finding? {
        guard let changed = try runs.truncated(at: cut) else { return nil }
        return Finding(
            source: .length, disturbance: Disturbance(change: .removed),
            deed: "with a series that ends at bar \(cut.bar)",
            witness: changed.last)
    }
}

// MARK: Bar by bar

extension Narrowing {
    /// Finds the first and the last single bar that change a decision up to the cut, and how far they lie from it.
    private static func measure<Source>(
        _ finding: inout Finding, _ hidden: Range<Int>, _ cut: Cut, _ runs: inout DisturbedRuns<Source>
    ) throws {
        let disturbance = finding.disturbance
        let first = try boundary(hidden) {
            try runs.disturbed(at: cut, by: disturbance, within: hidden.lowerBound..<$0 + 1) != nil
        }
        let last = try boundary(hidden.reversed()) {
            try runs.disturbed(at: cut, by: disturbance, within: $0..<hidden.upperBound) != nil
        }
        for bar in first == last ? [first] : [last, first] {
            guard let changed = try runs.disturbed(at: cut, by: disturbance, within: bar..<bar + 1) else { continue }
            finding.distances += [bar - changed.bars[0], bar - changed.bars[changed.bars.count - 1]]
            finding.deed = deed(disturbance, "bar \(bar)")
            finding.witness = changed.last
        }
        let end = hidden.upperBound - 1
        finding.readsLast = last == end && !finding.distances.isEmpty
        finding.readsLastOnly = finding.readsLast && first == end && hidden.count > 1
    }

    /// The first of `bars` from which on `reaches` holds. It holds for the last of them.
    private static func boundary(_ bars: some RandomAccessCollection<Int>, _ reaches: (Int) throws -> Bool) throws
        -> Int
    {
        var low = bars.startIndex
        var high = bars.index(before: bars.endIndex)
        while low < high {
            let middle = bars.index(low, offsetBy: bars.distance(from: low, to: high) / 2)
            if try reaches(bars[middle]) { high = middle } else { low = bars.index(after: middle) }
        }
        return bars[low]
    }

    /// What several cuts found out about one input.
    private static func merged(_ findings: [Finding]) -> GuiltyInput {
        let distances = findings.flatMap(\.distances)
        let shown = findings.first { !$0.distances.isEmpty } ?? findings[0]
        return GuiltyInput(
            source: shown.source, reach: reach(findings, distances), deed: shown.deed, witness: shown.witness)
    }

    private static func reach(_ findings: [Finding], _ distances: [Int]) -> GuiltyInput.Reach {
        guard let nearest = distances.min(), let farthest = distances.max() else { return .manyBars }
        if findings.allSatisfy(\.readsLastOnly) { return .lastBar }
        if findings.allSatisfy(\.readsLast) { return .throughEnd(from: nearest) }
        return .bars(nearest...farthest)
    }

    private static func deed(_ disturbance: Disturbance, _ bars: String) -> String {
        switch disturbance.change {
        case .removed: "without \(bars)"
        case .shuffled: "with \(bars) shuffled"
        case .held: "with the \(disturbance.fields[0].rawValue) of \(bars) as it was before"
        case .scaled(let factor):
            disturbance.fields.count == 1
                ? "with the \(disturbance.fields[0].rawValue) of \(bars) \(factor)" : "with \(bars) \(factor)"
        }
    }
}
