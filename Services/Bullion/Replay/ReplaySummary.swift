import Backtesting
import Contracts
import Foundation

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
        }
        let barToOrderMs: Percentiles
    }

    struct DisturbancePart: Codable {
        /// How many of each kind.
        let counts: [String: Int]
        /// From a disturbance until its session was decided on.
        let recoveryMs: LatencyPart.Percentiles
    }

    struct ServicePart: Codable {
        let residentMiB: Double
        let restarts: Int
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
        if let p50 = disturbances.recoveryMs.p50 {
            let kinds = disturbances.counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines.append(row("disturbances", kinds.joined(separator: ", ")))
            let p99 = decimal(disturbances.recoveryMs.p99 ?? p50, 0)
            lines.append(
                row(
                    "recovery",
                    "p50 \(decimal(p50, 0)) ms, p99 \(p99) ms from a disturbance until its session was decided"))
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

/// A number with a fixed count of decimals.
func decimal(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
