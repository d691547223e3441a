import Contracts
import Foundation
import Workloads

/// The generated bars and returns as files, in the layouts that `bullion` and the peers read.
struct BarFiles {
    let folder: String

    func write(_ effort: Effort) throws {
        try make(folder)
        try write("W1.csv", minutes(Workload.w1(bars: effort.w1Bars).market))
        try write("W3.csv", minutes(Workload.w3(bars: effort.w3Bars).market))
        try make(folder + "/W2")
        let market = Workload.w2(days: effort.w2Days).market
        for place in market.universe.symbols.indices {
            try write("W2/\(market.universe.symbols[place]).csv", days(market, place))
        }
        try write("assets.csv", table(GeneratedReturns.assets(44, periods: 2_520)))
        try write("strategies.csv", table(GeneratedReturns.strategies(100, periods: 2_520)))
        try write("regimes.csv", table(GeneratedReturns.regimes(periods: 2_520).map { [$0] }))
    }

    /// Stamped with when the bar began.
    private func minutes(_ market: GeneratedBars) -> String {
        var text = "ts_ns,open,high,low,close,volume\n"
        for place in 0..<market.frames.count {
            text +=
                "\(market.frames.instants[place].nanoseconds - 60 * nanosPerUnit),\(prices(market.frames.bars[place]))\n"
        }
        return text
    }

    private func days(_ market: GeneratedBars, _ column: Int) -> String {
        var text = "Date,Open,High,Low,Close,Volume\n"
        for row in 0..<market.frames.count {
            text +=
                "\(market.frames.sessions[row]),\(prices(market.frames.bars[row * market.universe.count + column]))\n"
        }
        return text
    }

    private func prices(_ bar: Bar?) -> String {
        guard let bar else { preconditionFailure("every instrument of a made-up market has a bar in every frame") }
        return "\(bar.open),\(bar.high),\(bar.low),\(bar.close),\(bar.volume)"
    }

    private func table(_ rows: [[Double]]) -> String {
        rows.map { row in row.map { "\($0)" }.joined(separator: ",") + "\n" }.joined()
    }

    private func make(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw BenchError.unwritable(path: path, reason: error.localizedDescription)
        }
    }

    private func write(_ name: String, _ text: String) throws {
        let path = "\(folder)/\(name)"
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw BenchError.unwritable(path: path, reason: error.localizedDescription)
        }
    }
}
