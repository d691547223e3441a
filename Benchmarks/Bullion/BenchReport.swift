import Foundation
import Workloads

/// Everything that was measured, for machines: `peers/table.py` reads it, and so does whoever compares two days.
struct BenchReport: Codable {
    struct Line: Codable {
        let peer: String
        let version: String
        let work: String
        let way: String
        let value: Double
        let unit: String
        let must: Double?
        let aim: Double?
        let verdict: String?
        let bars: Int?
        let runSeconds: Double?
        let allRunSeconds: [Double]?
        let processorSeconds: Double?
        let barsPerSecond: Int?
        let nanosecondsPerValue: Double?
        let fills: Int?
        let finalEquity: Double?
        let loadAverage: Double
        let note: String
    }

    let machine: Machine
    let isQuick: Bool
    let figures: [Line]

    init(_ machine: Machine, _ figures: [Figure], isQuick: Bool) {
        self.machine = machine
        self.isQuick = isQuick
        self.figures = figures.map { Line($0, on: machine) }
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw BenchError.unwritable(path: path, reason: error.localizedDescription)
        }
    }
}

extension BenchReport.Line {
    init(_ figure: Figure, on machine: Machine) {
        peer = "bullion"
        version = ""
        work = figure.work
        way = figure.way
        value = figure.value
        unit = figure.unit.rawValue
        must = figure.goal?.must
        aim = figure.goal?.aim
        verdict = figure.verdict?.rawValue
        bars = figure.bars
        runSeconds = figure.times?.seconds
        allRunSeconds = figure.times?.wall
        processorSeconds = figure.times?.processorSeconds
        barsPerSecond = figure.unit == .barsPerSecond ? Int(figure.value) : nil
        nanosecondsPerValue = figure.unit == .nanosecondsPerValue ? figure.value : nil
        fills = figure.outcome?.fills
        finalEquity = figure.outcome.map { Double($0.finalEquity) / 1e9 }
        loadAverage = machine.loadAverage
        note = figure.remark.isEmpty ? figure.way : "\(figure.way); \(figure.remark)"
    }
}
