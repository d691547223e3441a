import ArgumentParser
import Contracts
import Foundation
import MarketData

struct DataImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read CSV bars and keep them as bar files.",
        discussion: """
            A folder is imported file by file, *.csv in the order of their names. A row with a defect is named by file and line; with \
            --bad-rows stop it ends the import with exit code 1, and nothing of its file is written. Dividends and splits are counted; a \
            bar file does not hold them.
            """)

    @Option(help: "A CSV file, or a folder of them.")
    var from: String

    @Option(help: "Folder for the bar files; made if it is missing.")
    var into: String

    @OptionGroup var input: BarInputOptions

    func run() throws {
        try answering {
            try makeFolder()
            var table = DataTable(rightAligned: [2])
            var quarantined = 0
            var written: [String: String] = [:]
            for file in try files() {
                let read = try input.read(file)
                for defect in read.quarantined { complain("left out \(defect)") }
                quarantined += read.quarantined.count
                if read.series.isEmpty { complain("\(file): no row could be read") }
                for series in read.series {
                    let path = "\(into)/\(BarStore.fileName(of: series.identity))"
                    if let before = written.updateValue(file, forKey: path) {
                        throw CommandFailure.failed(
                            "\(path) would hold both \(before) and \(file); import them into different folders")
                    }
                    try storing { () throws(BarStoreError) in try BarStore.write(series, to: path) }
                    table.add(row(series, read, path))
                }
            }
            if !written.isEmpty { print(table.text) }
            if quarantined > 0 { print("  \(grouped(quarantined)) rows left out, listed on standard error") }
            if written.isEmpty { throw CommandFailure.failed("\(from): nothing to import") }
        }
    }

    private func row(_ series: BarSeries, _ read: BarInput, _ path: String) -> [String] {
        let identity = series.identity
        var notes = [read.layout ?? ""] + series.notes
        let actions = read.actions.filter { $0.symbol == identity.symbol }.count
        if actions > 0 { notes.append("\(grouped(actions)) dividends and splits") }
        return [
            identity.symbol.name, identity.interval.description, grouped(series.count), "bars", series.span,
            notes.joined(separator: ", "), "→ \(path)",
        ]
    }

    private func makeFolder() throws {
        do {
            try FileManager.default.createDirectory(atPath: into, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure.failed("--into \(into): \(error.localizedDescription)")
        }
    }

    /// The files to import.
    private func files() throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: from, isDirectory: &isFolder) else {
            throw CommandFailure.notFound("--from \(from): no such file or folder")
        }
        guard isFolder.boolValue else { return [from] }
        let names = try FileManager.default.contentsOfDirectory(atPath: from).filter {
            $0.lowercased().hasSuffix(".csv")
        }
        guard !names.isEmpty else { throw CommandFailure.notFound("--from \(from): no .csv file in this folder") }
        return names.sorted().map { "\(from)/\($0)" }
    }
}
