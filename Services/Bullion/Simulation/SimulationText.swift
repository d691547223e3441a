import Foundation
import Simulation

extension SimulationCampaign.Outcome {
    /// What a person reads: what was run and how fast, what went wrong on purpose, what was covered, and what broke.
    func text(trace: Int) -> String {
        var lines = [heading] + totals + [""]
        lines += table("Faults injected", Fault.allCases.map { ($0.rawValue, tally.faults[$0.place]) })
        let coverage = Coverage(tally)
        lines += table(covered("Kill points", coverage.killPoints), coverage.killPoints.map { ($0.name, $0.count) })
        lines += table(
            covered("Order transitions", coverage.transitions), coverage.transitions.map { ($0.name, $0.count) })
        lines += unexpected(coverage)
        lines += table("Worth knowing", tally.remarks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        lines += failures.isEmpty ? ["No invariant broke."] : broken(trace: trace)
        return lines.joined(separator: "\n")
    }

    /// Transitions of which `Coverage` says that nobody writes them, and somebody did.
    private func unexpected(_ coverage: Coverage) -> [String] {
        guard !coverage.unexpected.isEmpty else {
            return ["Another \(coverage.unwritten.count) an order would take, and nobody writes: none occurred", ""]
        }
        return ["Written though nobody should: \(coverage.unexpected.joined(separator: ", "))", ""]
    }

    private var heading: String {
        let seeds = campaign.seeds
        let runs =
            seeds.count == 1 ? "seed \(seeds.lowerBound)" : "seeds \(seeds.lowerBound) to \(seeds.upperBound - 1)"
        let guardWords = campaign.brokenGuard.map { ", with \($0.rawValue) on purpose" } ?? ""
        return "Simulated \(runs), \(grouped(campaign.steps)) steps each\(guardWords), in \(rounded(seconds)) s"
    }

    private var totals: [String] {
        let perSecond = Int(Double(tally.events) / max(seconds, 1e-9))
        return [
            "  \(grouped(tally.events)) events, \(grouped(perSecond)) a second: \(grouped(tally.entries)) entries appended, "
                + "\(grouped(tally.folded)) folded, \(grouped(tally.delivered)) messages, \(grouped(tally.requests)) requests",
            "  \(grouped(tally.orders)) orders at the broker, \(grouped(tally.fills)) fills",
            "  \(grouped(tally.faults.reduce(0, +))) faults injected, \(grouped(tally.checks)) invariant checks, "
                + "\(failures.count) runs with a broken invariant",
        ]
    }

    private func covered(_ title: String, _ lines: [Coverage.Line]) -> String {
        "\(title): \(lines.count { $0.count > 0 }) of \(lines.count) reached"
    }

    private func table(_ title: String, _ rows: [(String, Int)]) -> [String] {
        guard !rows.isEmpty else { return [] }
        let width = rows.map(\.0.count).max() ?? 0
        return [title]
            + rows.map { name, count in
                let number = count == 0 ? "never" : grouped(count)
                return "  " + name.padding(toLength: width, withPad: " ", startingAt: 0) + "  "
                    + String(repeating: " ", count: max(0, 12 - number.count)) + number
            } + [""]
    }

    private func broken(trace: Int) -> [String] {
        let shown = failures.prefix(20)
        var lines = ["Broken: \(failures.count) of \(campaign.seeds.count) seeds"]
        for failure in shown {
            guard let violation = failure.violation else { continue }
            lines.append("  \(violation)")
            lines.append("    again with: \(again(failure))")
        }
        if failures.count > shown.count { lines.append("  and \(failures.count - shown.count) more") }
        if let only = failures.first, campaign.keepsTrace {
            lines += ["", "What led to it:"] + only.trace.suffix(trace).map { "  " + $0 }
        }
        return lines
    }

    private func again(_ failure: SimulationRun.Report) -> String {
        let guardWords = campaign.brokenGuard.map { " --break \($0.rawValue)" } ?? ""
        return "bullion simulate --seed \(failure.seed) --steps \(failure.steps)\(guardWords)"
    }
}

private func rounded(_ number: Double) -> String { String(format: "%.1f", number) }
