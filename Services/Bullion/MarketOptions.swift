import ArgumentParser
import Contracts
import Exchange
import Foundation
import MarketData

/// Which market a backtest or a replay runs on.
struct MarketOptions: ParsableArguments {
    @Option(
        help:
            "Folder of daily bars, one SYMBOL.csv each; a backtest takes one file too. Without it the market is simulated from a seed."
    )
    var bars: String?

    @Option(help: "Symbols, separated by commas, in the order of the universe. The configured universe when left out.")
    var symbols: String?

    @Option(help: "First session, such as 2007-01-01.")
    var from: String?

    @Option(help: "Last session, such as 2025-06-30.")
    var to: String?

    @Option(name: .customLong("bad-rows"), help: "What to do with a row that has a defect: quarantine or stop.")
    var badRows: String = BadRowPolicy.quarantine.rawValue

    @Option(help: "Seed of the simulated market.")
    var seed: UInt64 = 7

    func validate() throws {
        _ = try requestedSymbols()
        _ = try date(from, option: "--from")
        _ = try date(to, option: "--to")
        _ = try policy()
        if let first = try date(from, option: "--from"), let last = try date(to, option: "--to"), last < first {
            throw ValidationError("--to \(last) is before --from \(first)")
        }
    }

    /// The symbols asked for; `nil` when the option was left out.
    func requestedSymbols() throws -> [Symbol]? {
        guard let symbols else { return nil }
        let parsed = try symbols.split(separator: ",", omittingEmptySubsequences: false).map { name in
            guard let symbol = Symbol(String(name)) else {
                throw ValidationError("--symbols: \"\(name)\" is not a symbol (1 to 12 of A–Z, 0–9, . and -)")
            }
            return symbol
        }
        guard Universe(parsed) != nil else { throw ValidationError("--symbols names a symbol twice, or none") }
        return parsed
    }

    func policy() throws -> BadRowPolicy {
        guard let policy = BadRowPolicy(rawValue: badRows) else {
            throw ValidationError("--bad-rows: \"\(badRows)\" is neither quarantine nor stop")
        }
        return policy
    }

    func date(_ text: String?, option: String) throws -> TradingDate? {
        guard let text else { return nil }
        guard let date = TradingDate(text) else {
            throw ValidationError("\(option): \"\(text)\" is not a date such as 2025-06-30")
        }
        return date
    }
}
