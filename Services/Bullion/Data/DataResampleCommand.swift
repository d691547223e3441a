import ArgumentParser
import Contracts
import Foundation
import MarketData

struct DataResampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resample", abstract: "Make longer bars of shorter ones, session by session.",
        discussion: """
            The grid begins at each session's open, no bar spans two sessions, and a bar is stamped with its end. The last bar is left \
            out unless the series reaches its end.
            """)

    @Argument(help: "A bar file (.bars) or a CSV file.")
    var path: String

    @Option(help: "How long the new bars are: 5min, 15min, 1h, 1d …")
    var frame: String

    @Option(help: "Folder for the new bar file.")
    var into: String

    @OptionGroup var input: BarInputOptions

    func validate() throws { _ = try barInterval(frame, option: "--frame") }

    func run() throws {
        try answering {
            let resampler = Resampler(to: try barInterval(frame, option: "--frame"))
            let read = try input.read(path)
            for defect in read.quarantined { complain("left out \(defect)") }
            if read.series.isEmpty { throw CommandFailure.failed("\(path): no row could be read") }
            try FileManager.default.createDirectory(atPath: into, withIntermediateDirectories: true)
            var table = DataTable(rightAligned: [2])
            for series in read.series {
                let resampled = try resampled(series, by: resampler)
                let path = "\(into)/\(BarStore.fileName(of: resampled.series.identity))"
                try storing { () throws(BarStoreError) in try BarStore.write(resampled.series, to: path) }
                table.add([
                    series.identity.symbol.name, "\(series.identity.interval) → \(resampled.series.identity.interval)",
                    grouped(resampled.series.count), "bars", resampled.series.span,
                    "\(grouped(resampled.outsideSession)) bars outside sessions, \(resampled.unfinished) of an unfinished bar",
                    "→ \(path)",
                ])
            }
            print(table.text)
        }
    }

    private func resampled(_ series: BarSeries, by resampler: Resampler) throws(CommandFailure) -> Resampled {
        do throws(ResamplingError) {
            return try resampler.resample(series)
        } catch {
            throw .failed("\(path): \(error)")
        }
    }
}
