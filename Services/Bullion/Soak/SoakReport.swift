import Foundation
import Quant

/// Whether what the services hold stays level.
struct SoakReport: Codable {
    struct Row: Codable {
        let service: String
        /// In the middle of what was looked at.
        let residentMiB: Double
        let residentMiBPerDay: Double
        let openDescriptors: Double
        let openDescriptorsPerDay: Double
        let restarts: Int

        /// Thirty more days add no more than a twentieth of its memory, and not one descriptor.
        var isFlat: Bool {
            residentMiBPerDay * 30 <= residentMiB / 20 && openDescriptorsPerDay * 30 < 1 && restarts == 0
        }
    }

    let rows: [Row]

    /// Looks at the last two thirds: caches fill in the first.
    init(_ record: SoakRecord) throws {
        rows = try record.samples.sorted { $0.key < $1.key }.map { service, samples in
            let settled = samples.dropFirst(samples.count / 3)
            let days = settled.map(\.day)
            let resident = settled.map { Double($0.residentBytes) / 1_048_576 }
            let descriptors = settled.map { Double($0.openDescriptors) }
            return Row(
                service: service, residentMiB: median(of: resident) ?? 0,
                residentMiBPerDay: try theilSenSlope(days, resident) ?? 0,
                openDescriptors: median(of: descriptors) ?? 0,
                openDescriptorsPerDay: try theilSenSlope(days, descriptors) ?? 0,
                restarts: record.restarts[service] ?? 0)
        }
    }

    var failures: [String] {
        rows.filter { !$0.isFlat }.map { row in
            "\(row.service) is not level: \(signed(row.residentMiBPerDay)) MiB and \(signed(row.openDescriptorsPerDay)) "
                + "descriptors a day, \(row.restarts) restarts"
        }
    }

    /// For a person at a terminal.
    var text: String {
        let head = ["service", "MiB", "MiB/day", "descriptors", "/day", "restarts", ""]
        let lines = rows.map { row in
            [
                row.service, decimal(row.residentMiB, 1), signed(row.residentMiBPerDay),
                decimal(row.openDescriptors, 0),
                signed(row.openDescriptorsPerDay), String(row.restarts), row.isFlat ? "level" : "NOT LEVEL",
            ]
        }
        return ([head] + lines).map { cells in
            "  "
                + cells.enumerated().map { place, cell in
                    let gap = String(repeating: " ", count: max(0, [12, 8, 10, 13, 9, 10, 11][place] - cell.count))
                    return place == 0 ? cell + gap : gap + cell
                }.joined()
        }.joined(separator: "\n")
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

private func signed(_ value: Double) -> String { String(format: "%+.4f", value) }
