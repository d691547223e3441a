import Backtesting
import Contracts
import Exchange
import MarketData
import Research

/// Runs points of a space on several threads.
///
/// Points are handed out in blocks. One thread runs a block from its first frame to its last, with features that the block shares; what a
/// point does depends neither on its block nor on its thread.
struct SweepRuns {
    let space: SearchSpace
    let market: ResearchMarket
    let rules: ExchangeRules
    let jobs: Int

    /// A point that was run.
    typealias Run = SearchFindings.Run

    /// Runs all of `places`, and hands over each block when it is done, on the caller's thread, in no certain order.
    /// - Throws: what `isDone` throws, or what is wrong with a book. Blocks that are running then are not handed over.
    func run(_ places: [Int], isDone: ([Run]) throws -> Void) throws {
        try WorkDesk.run(blocks(of: places), on: jobs, make: { block in try run(block: block) }, isMade: isDone)
    }

    /// Large blocks share more; small ones keep all threads busy to the end, and lose less to a kill.
    private func blocks(of places: [Int]) -> [ArraySlice<Int>] {
        let each = (places.count + jobs - 1) / jobs
        let length = max(1, min(64, each <= 16 ? each : each / 4))
        return stride(from: 0, to: places.count, by: length).map { places[$0..<min($0 + length, places.count)] }
    }

    private func run(block: ArraySlice<Int>) throws -> [Run] {
        let books = block.map { space.book(at: $0) }
        let runner = try SweepRunner<SearchRecord>(books, rules: rules, actions: market.actions)
        let records =
            switch market.frames {
            case .assembly(let assembly): runner.run(assembly.makeIterator())
            case .list(let frames): runner.run(FrameList(frames))
            }
        return zip(block, zip(books, records)).map { place, run in
            Run(place: place, figures: RunFigures(run.1, start: run.0.startingCash))
        }
    }
}
