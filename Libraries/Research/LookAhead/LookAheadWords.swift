public import Contracts

extension LookAheadReport {
    /// The verdict in plain words, a line a finding.
    public func text(_ universe: Universe) -> String {
        var sum = "\(cuts.count) cuts in \(frames) bars, \(runs) runs"
        if let firstRefusal { sum += ", \(refusals) of which failed on changed bars (the first: \(firstRefusal))" }
        switch verdict {
        case .honest: return "no look-ahead found: \(sum)"
        case .nondeterministic(let difference):
            return """
                NOT DETERMINISTIC: two runs over the same bars differ, so look-ahead can't be judged
                  \(difference.text(universe))
                """
        case .looksAhead(let inputs):
            return (["LOOKS AHEAD: \(sum)"] + inputs.map { $0.text(universe) }).joined(separator: "\n")
        }
    }
}

extension GuiltyInput {
    public func text(_ universe: Universe) -> String {
        "  reads \(source.text(universe))\(reach.text)\n    \(deed): \(witness.text(universe))"
    }
}

extension GuiltyInput.Source {
    /// Such as `the close of SLV`.
    public func text(_ universe: Universe) -> String {
        switch self {
        case .field(.presence, let instrument): "whether \(Self.name(instrument, universe)) trades"
        case .field(let field, let instrument): "the \(field.rawValue) of \(Self.name(instrument, universe))"
        case .wholeBars: "several fields of bars together"
        case .length: "how long the series is, or where it ends"
        }
    }

    private static func name(_ instrument: InstrumentIndex?, _ universe: Universe) -> String {
        instrument.map { universe[$0].name } ?? "several instruments together"
    }
}

extension GuiltyInput.Reach {
    /// Such as `, 1 to 3 bars ahead`.
    public var text: String {
        switch self {
        case .bars(0...0): " of the bar itself, before it is over"
        case .bars(1...1): ", 1 bar ahead"
        case .bars(let range) where range.lowerBound == range.upperBound: ", \(range.lowerBound) bars ahead"
        case .bars(let range): ", \(range.lowerBound) to \(range.upperBound) bars ahead"
        case .throughEnd(let first):
            ", from \(first) \(first == 1 ? "bar" : "bars") ahead through the end of the series"
        case .lastBar: " at the last bar of the series"
        case .manyBars: " of many later bars together"
        }
    }
}

extension DecisionDifference {
    /// Such as `the weight of GLD at bar 84 (2020-05-01T20:00:00Z) was 0.5 and became 0.25`.
    public func text(_ universe: Universe) -> String {
        guard let shown = before ?? after else { return "bar \(bar) (\(at))" }
        let before = before.map(Self.amount) ?? "not there"
        let after = after.map(Self.amount) ?? "nothing"
        return "the \(Self.name(shown.subject)) of \(universe[shown.instrument]) at bar \(bar) (\(at)) was \(before) "
            + "and became \(after)"
    }

    private static func amount(_ decision: Decision) -> String {
        let value = Int(exactly: decision.value).map(String.init) ?? "\(decision.value)"
        return decision.terms.isEmpty ? value : "\(value) (\(decision.terms))"
    }

    private static func name(_ subject: Decision.Subject) -> String {
        switch subject {
        case .view(let strategy): "view of strategy \(strategy + 1)"
        case .target: "target"
        case .order: "order"
        case .weight: "weight"
        }
    }
}
