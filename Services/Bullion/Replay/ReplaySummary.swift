import Backtesting
import Contracts
import Foundation
import Supervision

/// What a replay showed, as the file `summary.json` and as text.
struct ReplaySummary: Codable {
    struct ParityPart: Codable {
        let equal: Bool
        let ordersCompared: Int
        let fillsCompared: Int
        let firstDifference: String?
    }

    struct AuditPart: Codable {
        let leaves: Int
        let root: String
        let verified: Bool
        /// Decisions that were computed again from the archive and found the same.
        let decisionsReproduced: Int
        /// One number for all that was decided: two runs that decide alike have the same.
        let digest: String
        let finding: String?
    }

    struct ReconciliationPart: Codable {
        let cycles: Int
        let breaks: Int
    }

    struct LatencyPart: Codable {
        struct Percentiles: Codable {
            let p50: Double?
            let p99: Double?

            init(p50: Double?, p99: Double?) { (self.p50, self.p99) = (p50, p99) }
            init(of values: [Double]) {
                self.init(p50: percentile(0.5, of: values), p99: percentile(0.99, of: values))
            }
        }
        let barToOrderMs: Percentiles
    }

    struct DisturbancePart: Codable {
        /// How many of each kind.
        let counts: [String: Int]
        /// From a disturbance until its session was decided on.
        let recoveryMs: LatencyPart.Percentiles
        /// The same where only a time limit tells that something is wrong.
        let silenceMs: LatencyPart.Percentiles
        /// From the last sign of life of an instance until its standby was at work.
        let takeOverMs: LatencyPart.Percentiles
    }

    struct ServicePart: Codable {
        let residentMiB: Double
        let openDescriptors: Int
        let restarts: Int

        init(_ holding: Supervisor.Holding) {
            residentMiB = Double(holding.residentBytes) / 1_048_576
            openDescriptors = holding.openDescriptors
            restarts = holding.restarts
        }
    }

    let market: String
    let frames: Int
    let orders: Int
    let fills: Int
    let startEquity: String
    let endEquity: String
    /// What the venue's own books say at the end.
    let venueEquity: String
    let maxDrawdownPct: Double
    let riskTier: String
    let quarantinedRows: Int
    let parity: ParityPart
    let audit: AuditPart
    let reconciliation: ReconciliationPart
    let latency: LatencyPart
    let disturbances: DisturbancePart
    let wallSeconds: Double
    let framesPerSecond: Double
    let services: [String: ServicePart]

    /// What does not hold; empty when the replay proved what it should.
    var failures: [String] {
        var failures: [String] = []
        if !parity.equal { failures.append("the replay differs from the backtest: \(parity.firstDifference ?? "")") }
        if !audit.verified { failures.append("the archive does not verify: \(audit.finding ?? "")") }
        if reconciliation.breaks > 0 {
            failures.append("\(reconciliation.breaks) breaks between our books and the venue's")
        }
        if venueEquity != endEquity { failures.append("the venue's equity is \(venueEquity), ours \(endEquity)") }
        return failures
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// For a person at a terminal.
    var text: String {
        func row(_ name: String, _ value: String) -> String {
            "  " + name.padding(toLength: 16, withPad: " ", startingAt: 0) + value
        }
        let latencyText =
            latency.barToOrderMs.p50.map { p50 in
                "p50 \(decimal(p50, 1)) ms, p99 \(decimal(latency.barToOrderMs.p99 ?? p50, 1)) ms from bar to accepted order"
            } ?? "no orders"
        var lines = [
            row("market", market),
            row("frames", "\(frames) in \(decimal(wallSeconds, 1)) s, \(decimal(framesPerSecond, 0)) a second"),
            row("orders, fills", "\(orders), \(fills)"),
            row("equity", "\(startEquity) → \(endEquity), deepest drawdown \(decimal(maxDrawdownPct, 1)) %"),
            row("risk tier", riskTier),
            row(
                "parity",
                parity.equal
                    ? "equal to the backtest: \(parity.ordersCompared) orders, \(parity.fillsCompared) fills, equity to the cent"
                    : "DIFFERS: \(parity.firstDifference ?? "")"),
            row(
                "audit",
                "\(audit.verified ? "verified" : "NOT VERIFIED"): \(audit.leaves) leaves, "
                    + "\(audit.decisionsReproduced) decisions reproduced, root \(audit.root.prefix(16))…"),
            row("reconciliation", "\(reconciliation.cycles) cycles, \(reconciliation.breaks) breaks"),
            row("latency", latencyText),
            row(
                "memory",
                services.keys.sorted().map { "\($0) \(decimal(services[$0]?.residentMiB ?? 0, 0))" }.joined(
                    separator: ", ") + " MiB"),
        ]
        if !disturbances.counts.isEmpty {
            let kinds = disturbances.counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines += wrapped(kinds, width: 100).enumerated().map { row($0 == 0 ? "disturbances" : "", $1) }
        }
        for (name, taken, meaning) in [
            ("recovery", disturbances.recoveryMs, "from a disturbance until its session was decided"),
            ("after silence", disturbances.silenceMs, "where only a time limit tells that something is wrong"),
            ("take-over", disturbances.takeOverMs, "from the first instance's standstill until the second was at work"),
        ] {
            guard let p50 = taken.p50, let p99 = taken.p99 else { continue }
            lines.append(row(name, "p50 \(decimal(p50, 0)) ms, p99 \(decimal(p99, 0)) ms \(meaning)"))
        }
        let restarted = services.filter { $0.value.restarts > 0 }.keys.sorted()
        if !restarted.isEmpty {
            lines.append(
                row("restarts", restarted.map { "\($0) \(services[$0]?.restarts ?? 0)" }.joined(separator: ", ")))
        }
        if quarantinedRows > 0 { lines.append(row("quarantined", "\(quarantinedRows) rows left out, listed above")) }
        for failure in failures { lines.append(row("FAILED", failure)) }
        return lines.joined(separator: "\n")
    }
}

/// Items with commas between them, in lines of about this width.
private func wrapped(_ items: [String], width: Int) -> [String] {
    var lines: [String] = []
    for item in items {
        if let last = lines.last, last.count + item.count < width {
            lines[lines.count - 1] += ", " + item
        } else {
            lines.append(item)
        }
    }
    return lines
}

/// A number with a fixed count of decimals.
func decimal(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
