import Contracts
import Foundation
import MarketData

/// The bars that research runs on: one file of any layout that MarketData reads, a folder of such files, or the simulated market.
struct ResearchMarket {
    /// Where the frames come from. A file of a million bars is walked, not unfolded.
    enum Frames {
        case assembly(FrameAssembly)
        case list([BarFrame])
    }

    let universe: Universe
    let frames: Frames
    /// For people: names a simulated market as one.
    let label: String
    let quarantined: [RowDefect]
    /// The splits and dividends that runs on it book.
    let actions: [CorporateAction]
    let loadSeconds: Double

    /// - Parameters:
    ///   - actions: what to book besides the bars.
    ///   - configured: the book's universe.
    ///   - interval: how long the bars are; `nil` lets the stamps say it.
    ///   - takesAllFiles: whether a folder without `--symbols` means every file in it, and not the book's universe.
    init(
        _ options: MarketOptions, _ actions: ActionOptions? = nil, configured: Universe, takesAllFiles: Bool,
        interval: BarInterval?
    ) throws {
        let startedAt = ContinuousClock.now
        if let path = options.bars {
            let wanted =
                try options.requestedSymbols() ?? (takesAllFiles || Self.isFile(path) ? nil : configured.symbols)
            let (series, found, defects) = try Self.read(
                Self.paths(path, wanted), badRows: try options.policy(), interval)
            let assembly = try Self.assembly(of: series, wanted, path, options, leftOut: defects)
            (universe, frames, label, quarantined) = (
                assembly.universe, .assembly(assembly), "bars of \(path)", defects
            )
            self.actions = try actions?.actions(of: universe, found, in: path) ?? []
        } else {
            let market = try Market(options, configured: configured)
            (universe, frames, label, quarantined) = (market.universe, .list(market.frames), market.label, [])
            self.actions = try actions?.actions(of: universe, [], in: "the simulated market") ?? []
        }
        loadSeconds = startedAt.duration(to: .now) / .seconds(1)
    }

    private static func assembly(
        of series: [BarSeries], _ wanted: [Symbol]?, _ path: String, _ options: MarketOptions, leftOut: [RowDefect]
    ) throws -> FrameAssembly {
        let found = series.filter { !$0.isEmpty }.map(\.identity.symbol)
        let rest = leftOut.first.map { "; rows left out: \(leftOut.count), the first \($0)" } ?? ""
        if let missing = wanted?.first(where: { !found.contains($0) }) {
            throw CommandFailure.failed("\(path): there is no bar of \(missing)\(rest)")
        }
        guard let universe = Universe(wanted ?? found) else {
            throw CommandFailure.failed(
                "\(path): \(found.isEmpty ? "there is no bar in it" + rest : "one symbol is there twice")")
        }
        do {
            return try FrameAssembly(
                universe: universe, series: series.filter { universe.index(of: $0.identity.symbol) != nil },
                from: try options.date(options.from, option: "--from")?.utcMidnight,
                through: try options.date(options.to, option: "--to").map { ($0 + 1).utcMidnight })
        } catch let error as AssemblyError {
            throw CommandFailure.failed("\(path): \(error)")
        }
    }
}

// MARK: Files

extension ResearchMarket {
    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    private static func names(in folder: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw CommandFailure.notFound("\(folder): there is no such file or folder")
        }
    }

    /// The files to read: the one, or those of a folder that hold bars.
    private static func paths(_ path: String, _ wanted: [Symbol]?) throws -> [String] {
        if isFile(path) { return [path] }
        let isWanted = { (name: String) in
            wanted?.contains { name == "\($0).csv" || name.hasPrefix("\($0).") && name.hasSuffix(".bars") } ?? true
        }
        return try names(in: path).filter { ($0.hasSuffix(".csv") || $0.hasSuffix(".bars")) && isWanted($0) }
            .map { "\(path)/\($0)" }
    }

    private static func read(
        _ paths: [String], badRows: BadRowPolicy, _ interval: BarInterval?
    ) throws -> ([BarSeries], [RecordedAction], [RowDefect]) {
        var reader = BarFileReader(badRows: badRows)
        reader.interval = interval
        var series: [BarSeries] = []
        var actions: [RecordedAction] = []
        var defects: [RowDefect] = []
        for path in paths {
            do {
                if path.hasSuffix(".bars") {
                    series.append(try BarStore.open(path))
                } else {
                    let file = try reader.read(path)
                    series += file.series
                    actions += file.actions
                    defects += file.quarantined
                }
            } catch let error as BarFileError {
                throw CommandFailure(error)
            } catch let error as BarStoreError {
                throw CommandFailure.failed("\(error)")
            }
        }
        return (series, actions, defects)
    }
}
