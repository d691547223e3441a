import Foundation

/// What two results differ in.
struct RunComparison {
    private let left: StoredResult
    private let right: StoredResult

    /// How sure the Sharpe ratio is depends on how many trials came before: the same run has another one the next day.
    private static let uncompared: Set<String> = ["deflatedSharpe"]

    init(_ left: StoredResult, _ right: StoredResult) {
        self.left = left
        self.right = right
    }

    var isEqual: Bool {
        setup.isEmpty && metrics.allSatisfy(\.isEqual) && left.finalEquity == right.finalEquity
            && left.roundTrips == right.roundTrips && left.fillList == right.fillList && left.curve == right.curve
            && (left.digest == nil || right.digest == nil || left.digest == right.digest)
    }

    /// A thing of which the two have different values.
    struct Difference: Hashable {
        let name: String
        let left: String
        let right: String
    }

    /// What was run differently.
    var setup: [Difference] {
        var list: [Difference] = []
        func compare(_ name: String, _ left: String?, _ right: String?) {
            if left != right { list.append(Difference(name: name, left: left ?? "–", right: right ?? "–")) }
        }
        compare("market", left.market, right.market)
        compare("symbols", left.symbols.joined(separator: ","), right.symbols.joined(separator: ","))
        compare("from", left.from, right.from)
        compare("to", left.to, right.to)
        compare("bars", "\(left.bars)", "\(right.bars)")
        compare("start equity", left.startEquity, right.startEquity)
        for name in Set(left.rules.keys).union(right.rules.keys).sorted() {
            compare("rule \(name)", left.rules[name], right.rules[name])
        }
        for place in 0..<max(left.strategies.count, right.strategies.count) {
            let pair = [left, right].map { place < $0.strategies.count ? $0.strategies[place] : nil }
            let name = "strategy \(place + 1)"
            compare(name, pair[0]?.name, pair[1]?.name)
            compare("\(name) share", pair[0].map { plain($0.share) }, pair[1].map { plain($0.share) })
            let parameters = pair.map { $0?.parameters ?? [:] }
            for key in Set(parameters[0].keys).union(parameters[1].keys).sorted() {
                compare("\(name) \(key)", parameters[0][key].map(plain), parameters[1][key].map(plain))
            }
        }
        return list
    }

    /// One metric of both.
    struct MetricPair: Hashable {
        let name: String
        let left: Double?
        let right: Double?
        var isEqual: Bool { left == right }
    }

    /// The metrics that either result has, by name.
    var metrics: [MetricPair] {
        Set(left.metrics.keys).union(right.metrics.keys).subtracting(Self.uncompared).sorted().compactMap { name in
            let pair = MetricPair(name: name, left: left.metrics[name]?.value, right: right.metrics[name]?.value)
            return pair.left == nil && pair.right == nil ? nil : pair
        }
    }

    /// The trades of one that the other hasn't, in their order; one that was made twice counts twice.
    var onlyLeft: [BacktestReport.Trip] { Self.subtract(right.roundTrips, from: left.roundTrips) }
    var onlyRight: [BacktestReport.Trip] { Self.subtract(left.roundTrips, from: right.roundTrips) }

    private static func subtract(
        _ others: [BacktestReport.Trip], from trades: [BacktestReport.Trip]
    ) -> [BacktestReport.Trip] {
        var count: [BacktestReport.Trip: Int] = [:]
        for trade in others { count[trade, default: 0] += 1 }
        return trades.filter { trade in
            guard let left = count[trade], left > 0 else { return true }
            count[trade] = left - 1
            return false
        }
    }

    /// The place, from 1, of the first trade that differs or that only one has; `nil` where none does.
    var firstDivergence: (place: Int, left: BacktestReport.Trip?, right: BacktestReport.Trip?)? {
        for place in 0..<max(left.roundTrips.count, right.roundTrips.count) {
            let one = place < left.roundTrips.count ? left.roundTrips[place] : nil
            let other = place < right.roundTrips.count ? right.roundTrips[place] : nil
            if one != other { return (place + 1, one, other) }
        }
        return nil
    }
}

extension RunComparison {
    /// For a person at a terminal.
    func text(trades limit: Int) -> String {
        var lines = [isEqual ? "EQUAL" : "DIFFERENT"]
        for difference in setup { lines.append(row(difference.name, difference.left, difference.right)) }
        lines.append(row("final equity", left.finalEquity, right.finalEquity))
        if let one = left.digest, let other = right.digest {
            lines.append(row("digest", String(one.prefix(12)), String(other.prefix(12))))
        }
        for pair in metrics {
            let change = pair.left.flatMap { left in pair.right.map { $0 - left } }
            let shown = pair.isEqual ? "" : change.map { "  \($0 >= 0 ? "+" : "")\(significant($0))" } ?? ""
            lines.append(row(pair.name, pair.left.map(significant) ?? "–", pair.right.map(significant) ?? "–") + shown)
        }
        lines += list("only in the first", onlyLeft, limit) + list("only in the second", onlyRight, limit)
        if let divergence = firstDivergence {
            lines.append("first divergent trade: number \(divergence.place)")
            lines.append("  first   \(divergence.left?.text ?? "none")")
            lines.append("  second  \(divergence.right?.text ?? "none")")
        }
        return lines.joined(separator: "\n")
    }

    private func list(_ title: String, _ trades: [BacktestReport.Trip], _ limit: Int) -> [String] {
        guard !trades.isEmpty else { return [] }
        let more = trades.count > limit ? ["  and \(trades.count - limit) more"] : []
        return ["\(title): \(trades.count) trades"] + trades.prefix(limit).map { "  \($0.text)" } + more
    }

    private func row(_ name: String, _ left: String, _ right: String) -> String {
        "  " + name.padding(toLength: max(28, name.count + 1), withPad: " ", startingAt: 0)
            + left.padding(toLength: max(22, left.count + 1), withPad: " ", startingAt: 0) + right
    }

    private func significant(_ value: Double) -> String { String(format: "%.6g", value) }
    private func plain(_ value: Double) -> String { String(format: "%.12g", value) }
}

extension BacktestReport.Trip {
    /// On one line.
    fileprivate var text: String {
        let exit = isOpen ? "still open" : "out \(exitAt ?? "–") at \(exitPrice ?? "–")"
        return "\(side) \(quantity) \(symbol), in \(entryAt) at \(entryPrice), \(exit), profit \(profit)"
    }
}
