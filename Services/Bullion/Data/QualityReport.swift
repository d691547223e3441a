import Contracts
import MarketData

/// What is odd about a series, for a person and for a program.
struct QualityReport {
    /// How many findings of one kind a person is shown.
    private static let shown = 4

    let series: BarSeries
    let quality: DataQuality
    /// Of the whole file, which may hold other symbols too.
    let quarantined: [RowDefect]

    init(_ series: BarSeries, quarantined: [RowDefect]) {
        self.series = series
        self.quarantined = quarantined
        quality = DataQuality(series)
    }

    var text: String {
        var table = DataTable(rightAligned: [1])
        func add(_ name: String, _ count: Int, _ details: [String]) {
            let rest = details.count - Self.shown
            let list =
                details.prefix(Self.shown).joined(separator: ", ") + (rest > 0 ? " and \(grouped(rest)) more" : "")
            table.add([name, count == 0 ? "–" : grouped(count), list])
        }
        add("rows left out", quarantined.count, quarantined.map { "line \($0.line)" })
        add("of them duplicates", duplicates.count, duplicates.map { "line \($0.line)" })
        add("missing sessions", quality.missingSessions.count, quality.missingSessions.map(\.description))
        add("days that are no session", quality.extraDays.count, quality.extraDays.map(\.description))
        if !series.identity.interval.isSession {
            add(
                "missing bars in sessions", quality.missingIntervals,
                quality.gaps.map { "\($0.session) \($0.missing) of \($0.expected)" })
            add("bars outside sessions", quality.outsideSession, [])
        }
        add("bars without volume", quality.zeroVolume, [])
        add("bars of one price", quality.flat, [])
        add(
            "moves over 20 %", quality.moves.count,
            quality.moves.map { "\(series.moment($0.at)) \($0.percent < 0 ? "" : "+")\(decimal($0.percent, 0)) %" })
        add(
            "suspected splits", quality.suspectedSplits.count,
            quality.suspectedSplits.map { "\(series.moment($0.at)) \($0.ratio): \($0.closeBefore) → \($0.open)" })
        add(
            "runs of one close", quality.staleRuns.count,
            quality.staleRuns.map { "\($0.bars) bars of \($0.close) from \(series.moment($0.from))" })
        return
            "  \(series.identity.symbol) \(series.identity.interval), \(grouped(series.count)) bars, \(series.span)\n\n"
            + table.text
    }

    private var duplicates: [RowDefect] { quarantined.filter(\.reason.isDuplicate) }

    var json: JSON {
        .members([
            "symbol": .string(series.identity.symbol.name), "interval": .string("\(series.identity.interval)"),
            "bars": .number(quality.bars), "first": quality.first.map { .string("\($0)") } ?? .null,
            "last": quality.last.map { .string("\($0)") } ?? .null,
            "quarantined": .array(quarantined.map { .string("\($0)") }), "duplicates": .number(duplicates.count),
            "missingSessions": .array(quality.missingSessions.map { .string("\($0)") }),
            "extraDays": .array(quality.extraDays.map { .string("\($0)") }),
            "gaps": .array(quality.gaps.map(gap)), "missingIntervals": .number(quality.missingIntervals),
            "outsideSession": .number(quality.outsideSession), "zeroVolume": .number(quality.zeroVolume),
            "flat": .number(quality.flat), "moves": .array(quality.moves.map(move)),
            "suspectedSplits": .array(quality.suspectedSplits.map(split)),
            "staleRuns": .array(quality.staleRuns.map(run)),
        ])
    }

    private func gap(_ gap: SessionGap) -> JSON {
        .members([
            "session": .string("\(gap.session)"), "missing": .number(gap.missing), "expected": .number(gap.expected),
        ])
    }

    private func move(_ move: PriceMove) -> JSON {
        .members([
            "at": .string("\(move.at)"), "from": .string("\(move.from)"), "to": .string("\(move.to)"),
            "percent": .number(decimal(move.percent, 2)),
        ])
    }

    private func split(_ split: SuspectedSplit) -> JSON {
        .members([
            "at": .string("\(split.at)"), "closeBefore": .string("\(split.closeBefore)"),
            "open": .string("\(split.open)"),
            "ratio": .string("\(split.ratio)"),
        ])
    }

    private func run(_ run: StaleRun) -> JSON {
        .members([
            "from": .string("\(run.from)"), "through": .string("\(run.through)"), "bars": .number(run.bars),
            "close": .string("\(run.close)"),
        ])
    }
}
