import ArgumentParser
import Contracts
import MarketData

/// The dividends and splits that a run books.
struct ActionOptions: ParsableArguments {
    @Option(
        help:
            "Dividends and splits to book: a CSV file with ex_date,symbol,dividend,split, or recorded for the dividends in the bar files. The bars must not be adjusted for them."
    )
    var actions: String?

    /// Stands for the dividends that the bar files hold themselves.
    static let recorded = "recorded"

    /// What was asked for, of the symbols of `universe`.
    /// - Parameter found: the actions that the bar files hold.
    func actions(of universe: Universe, _ found: [RecordedAction], in market: String) throws -> [CorporateAction] {
        guard let actions else { return [] }
        if actions == Self.recorded { return try dividends(found, of: universe, in: market) }
        do throws(BarFileError) {
            return try ActionFile.read(actions).compactMap { $0.action(in: universe) }
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Files that hold splits have prices that are adjusted for them already, so only the dividends are booked.
    private func dividends(
        _ found: [RecordedAction], of universe: Universe, in market: String
    ) throws -> [CorporateAction] {
        let dividends = found.filter { if case .dividend = $0.change { true } else { false } }
        guard !dividends.isEmpty else {
            throw CommandFailure.failed(
                "--actions recorded: \(market) holds no dividend; docs/MARKET-DATA.md has the layouts")
        }
        return dividends.compactMap { $0.action(in: universe) }
    }
}

/// How many there are of each kind, for a report.
func actionWords(_ actions: [CorporateAction]) -> String {
    let splits = actions.count { if case .split = $0.change { true } else { false } }
    let counts = [(actions.count - splits, "dividend"), (splits, "split")]
    return counts.filter { $0.0 > 0 }.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: " and ")
}
