import ArgumentParser
import Contracts
import MarketData

struct DataInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Show what a bar file or a CSV file holds, and check that it is whole.")

    @Argument(help: "A bar file (.bars) or a CSV file.")
    var path: String

    @OptionGroup var input: BarInputOptions

    @Flag(help: "Answer with JSON.")
    var json = false

    func run() throws {
        try answering {
            let read = try input.read(path)
            answer(json: json, value(read), text(read))
        }
    }

    private func text(_ read: BarInput) -> String {
        var lines: [String] = []
        for series in read.series {
            var table = DataTable()
            table.add(["symbol", series.identity.symbol.name])
            table.add(["interval", series.identity.interval.description])
            table.add(["bars", grouped(series.count)])
            table.add(["span", series.span])
            table.add(["source", series.identity.source])
            table.add(["notes", series.notes.joined(separator: ", ")])
            if let last = series.indices.last {
                let bar = series[last]
                table.add([
                    "last bar",
                    "O \(bar.open)  H \(bar.high)  L \(bar.low)  C \(bar.close)  V \(grouped(Int(bar.volume)))",
                ])
            }
            table.add([
                "checked", read.layout == nil ? "header and all columns" : "\(read.quarantined.count) rows left out",
            ])
            lines.append(table.text)
        }
        return lines.isEmpty
            ? "  no row could be read, \(read.quarantined.count) left out" : lines.joined(separator: "\n\n")
    }

    private func value(_ read: BarInput) -> JSON {
        .array(
            read.series.map { series in
                .members([
                    "symbol": .string(series.identity.symbol.name),
                    "interval": .string(series.identity.interval.description), "bars": .number(series.count),
                    "first": series.first.map { .string("\($0)") } ?? .null,
                    "last": series.last.map { .string("\($0)") } ?? .null,
                    "adjustment": .string("\(series.identity.adjustment)"),
                    "isCloseOnly": .bool(series.identity.isCloseOnly),
                    "hasRoundedVolume": .bool(series.identity.hasRoundedVolume),
                    "source": .string(series.identity.source), "quarantined": .number(read.quarantined.count),
                ])
            })
    }
}
