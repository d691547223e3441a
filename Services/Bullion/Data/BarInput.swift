import ArgumentParser
import Contracts
import Foundation
import MarketData

/// How a CSV file is to be read where its header does not say.
struct BarInputOptions: ParsableArguments {
    @Option(
        help:
            "Layout of a CSV file: \(BarLayout.all.map(\.name).joined(separator: ", ")). The header says it when left out."
    )
    var layout: String?

    @Option(help: "Symbol of a CSV file without a symbol column; the file's name says it when left out.")
    var symbol: String?

    @Option(help: "How long the bars of a CSV file are, such as 1min or 1d; the stamps say it when left out.")
    var interval: String?

    @Option(name: .customLong("bad-rows"), help: "What to do with a row that has a defect: quarantine or stop.")
    var badRows: String = BadRowPolicy.quarantine.rawValue

    func validate() throws { _ = try reader() }

    func reader() throws -> BarFileReader {
        guard let policy = BadRowPolicy(rawValue: badRows) else {
            throw ValidationError("--bad-rows: \"\(badRows)\" is neither quarantine nor stop")
        }
        var reader = BarFileReader(badRows: policy)
        if let layout {
            guard let known = BarLayout.named(layout) else {
                throw ValidationError(
                    "--layout: \"\(layout)\" is none of \(BarLayout.all.map(\.name).joined(separator: ", "))")
            }
            reader.layout = known
        }
        if let symbol {
            guard let legal = Symbol(symbol) else {
                throw ValidationError("--symbol: \"\(symbol)\" is not a symbol (1 to 12 of A–Z, 0–9, . and -)")
            }
            reader.symbol = legal
        }
        reader.interval = try interval.map { try barInterval($0, option: "--interval") }
        return reader
    }

    /// Reads a bar file or a CSV file, by its name.
    func read(_ path: String) throws -> BarInput {
        if path.hasSuffix(".bars") {
            return BarInput(series: [try storing { () throws(BarStoreError) in try BarStore.open(path) }])
        }
        let reader = try reader()
        do throws(BarFileError) {
            return BarInput(try reader.read(path))
        } catch {
            throw CommandFailure(error)
        }
    }
}

/// Series from a file, and what reading it left out.
struct BarInput {
    var series: [BarSeries]
    /// `nil` for a bar file.
    var layout: String?
    var actions: [RecordedAction] = []
    var quarantined: [RowDefect] = []

    init(series: [BarSeries]) { self.series = series }

    init(_ file: BarFile) {
        series = file.series
        layout = file.layout.name
        actions = file.actions
        quarantined = file.quarantined
    }
}

func barInterval(_ text: String, option: String) throws -> BarInterval {
    guard let interval = BarInterval(text) else {
        throw ValidationError("\(option): \"\(text)\" is not an interval such as 30s, 15min, 1h or 1d")
    }
    return interval
}

/// Opens or writes a bar file; what goes wrong becomes a command's failure.
func storing<Answer>(_ body: () throws(BarStoreError) -> Answer) throws(CommandFailure) -> Answer {
    do throws(BarStoreError) {
        return try body()
    } catch {
        if case .unreadable = error { throw .notFound("\(error)") }
        throw .failed("\(error)")
    }
}

extension CommandFailure {
    init(_ error: BarFileError) {
        if case .unreadable = error { self = .notFound("\(error)") } else { self = .failed("\(error)") }
    }
}
