import Backtesting
import Contracts
import Exchange
import Foundation
import Supervision
import Testing

@testable import bullion

@Suite struct `The profit of a book` {
    private func attribution(_ run: GoldenRun) throws -> (StrategyAttribution, BacktestResult) {
        let result = run.run()
        var attributing = try AttributionRun(result)
        for frame in run.frames { attributing.take(frame) }
        return (attributing.finished(), result)
    }

    @Test(arguments: GoldenRuns.all) func `is what its strategies earned, to the billionth`(run: GoldenRun) throws {
        let (attribution, result) = try attribution(run)
        #expect(
            attribution.parts.reduce(attribution.unattributed) { $0 + $1.profit } == result.endEquity
                - result.startEquity)
        #expect(
            attribution.parts.reduce(Money.zero) { $0 + $1.commissions }
                == result.trading.fills.reduce(Money.zero) { $0 + $1.commission })
        // Nothing but trades is charged in a book of several strategies here.
        if attribution.parts.count > 1 { #expect(attribution.unattributed.isZero) }
    }

    /// The same book, with one strategy of its own for each of two instruments, so that what each earned is plain to see.
    private func apart(_ shares: [Double]) throws -> GoldenRun {
        let universe = try #require(Universe(["GLD", "SLV"].compactMap { Symbol($0) }))
        var strategies = [
            GoldenRuns.strategy("sma-cross", ["fast": 3, "slow": 10], share: shares[0]),
            GoldenRuns.strategy("hold", [:], share: shares[1]),
        ]
        strategies[0].instruments = [InstrumentIndex(0)]
        strategies[1].instruments = [InstrumentIndex(1)]
        let frames = GoldenRuns.daily(200, seed: 21).map { frame in
            BarFrame(at: frame.at, session: frame.session, bars: Array(frame.bars.prefix(2)))
        }
        return GoldenRun(
            name: "apart",
            book: BookConfiguration(
                book: "apart", mode: .paper, universe: universe, startingCash: Money(units: 100_000),
                strategies: strategies,
                allocation: AllocationConfiguration(
                    method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 20, grossCap: 1, minimumTrade: 0.01),
                limits: .research),
            rules: .standard, frames: frames)
    }

    @Test func `goes to the strategy that alone holds an instrument`() throws {
        let run = try apart([0.5, 0.5])
        let (attribution, result) = try attribution(run)
        let closes = try (0..<2).map { place in try #require(run.frames.last?.bars[place]?.close) }
        for place in 0..<2 {
            var (profit, held) = (Money.zero, Quantity.zero)
            for fill in result.trading.fills where fill.instrument.place == place {
                let change = Quantity(nanos: fill.quantity.nanos * fill.side.sign)
                profit -= fill.price.notional(of: change) + fill.commission
                held += change
            }
            #expect(attribution.parts[place].profit == profit + closes[place].notional(of: held))
        }
    }

    @Test func `is shared by two of the same as their shares are`() throws {
        let run = try apart([0.5, 0.5])
        var book = run.book
        book.strategies = [0.6, 0.2].map { GoldenRuns.strategy("sma-cross", ["fast": 3, "slow": 10], share: $0) }
        let (attribution, _) = try attribution(
            GoldenRun(name: "twins", book: book, rules: run.rules, frames: run.frames))
        let ratio = attribution.parts[0].profit.approximation / attribution.parts[1].profit.approximation
        #expect(abs(ratio - 3) < 0.01)
    }
}

@Suite struct `A template of a report` {
    private func page(_ text: String) throws -> String {
        try ReportTemplate(text, path: "mine.html").page(title: "a <b>", json: #"{"x":"</script>"}"#)
    }

    private func complaint(_ text: String) -> String? {
        #expect(throws: CommandFailure.self) { try page(text) }?.description
    }

    @Test func `has its places filled and the rest left alone`() throws {
        #expect(try page("<h1>{{title}}</h1> { {{ title }} }") == "<h1>a &lt;b&gt;</h1> { a &lt;b&gt; }")
        #expect(try page("<script>{{json}}</script>") == #"<script>{"x":"\u003c/script>"}</script>"#)
        let charts = try page("<body>{{charts}}</body>")
        #expect(charts.contains(#"id="report""#))
        #expect(charts.contains("<style>"))
    }

    @Test func `is refused for a place that nobody knows, by file and line`() {
        #expect(
            complaint("one\ntwo {{chart}}")
                == "mine.html:2: {{chart}} is none of {{title}}, {{charts}}, {{json}} and {{file NAME}}")
        #expect(complaint("{{title}}\n\n{{json") == "mine.html:3: {{ without }}")
        #expect(complaint("{{file ../x}}") == "mine.html:1: {{file ../x}} must name a file of the template's folder")
    }

    @Test func `may be a folder, whose files it takes in`() throws {
        let folder = try TemporaryDirectory()
        for (name, text) in [
            ("page.html", "<style>{{file mine.css}}</style>{{title}}"), ("mine.css", "b { {{title}} }"),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
        }
        let page = try ReportTemplate(reading: folder.path).page(title: "gold", json: "{}")
        #expect(page == "<style>b { {{title}} }</style>gold")
        try Data("{{file none.css}}".utf8).write(to: URL(fileURLWithPath: folder.file("page.html")))
        let complaint = #expect(throws: CommandFailure.self) { try ReportTemplate(reading: folder.path) }?.description
        #expect(complaint == "\(folder.path)/none.css: there is no such file, or it can't be read")
    }
}
