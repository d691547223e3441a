import ArgumentParser
import Contracts
import Exchange

/// What the simulated exchange charges and how it fills: docs/EXECUTION-MODEL.md describes each.
struct ExecutionOptions: ParsableArguments {
    @Option(
        name: .customLong("slippage-bps"),
        help: "Slippage of what takes the market's price, in basis points. (default: 10)")
    var slippage: Int64?

    @Option(name: .customLong("spread-bps"), help: "Half of this spread in place of a fixed slippage, in basis points.")
    var spread: Int64?

    @Option(help: "Square-root impact: basis points for an order as large as the bar's volume; with --spread-bps.")
    var impact: Int64?

    @Option(help: "Commission for each execution. (default: 1)")
    var commission: String?

    @Option(name: .customLong("commission-per-share"), help: "Commission for each share in place of --commission.")
    var commissionPerShare: String?

    @Option(name: .customLong("commission-bps"), help: "Commission in basis points of value in place of --commission.")
    var commissionPoints: Int64?

    @Option(help: "Fees on sales: none, or us for those of the SEC and FINRA.")
    var fees = "none"

    @Option(name: .customLong("borrow-bps"), help: "What borrowed shares cost a year, in basis points of their value.")
    var borrow: Int64 = 0

    @Option(help: "The largest share of a bar's volume that orders may take, in basis points; 0: any size fills.")
    var participation: Int64 = 0

    @Option(help: "next-open, or signal-close for comparison: an order fills at the close that it was decided on.")
    var fill = FillPolicy.nextOpen.rawValue

    func validate() throws { _ = try rules() }

    func rules() throws -> ExchangeRules {
        guard let fill = FillPolicy(rawValue: fill) else {
            throw ValidationError("--fill: \"\(fill)\" is neither next-open nor signal-close")
        }
        guard ["none", "us"].contains(fees) else { throw ValidationError("--fees: \"\(fees)\" is neither none nor us") }
        return ExchangeRules(
            slippage: try slippageModel(), commission: try commissionModel(),
            fees: fees == "us" ? .unitedStates : nil,
            participationBasisPoints: try within(participation, 0...10_000, "--participation"),
            borrowBasisPoints: try within(borrow, 0...100_000, "--borrow-bps"), fill: fill)
    }

    /// The rules in words, for reports, with what is booked on a market besides its bars.
    func words(on market: ResearchMarket) -> [String: String] {
        market.actions.isEmpty ? words : words.merging(["actions": actionWords(market.actions)]) { $1 }
    }

    /// The rules in words, for reports.
    var words: [String: String] {
        var words = ["fill": fill, "slippage": slippageWords, "commission": commissionWords, "fees": fees]
        if borrow > 0 { words["borrow"] = "\(borrow) bps a year" }
        if participation > 0 { words["participation"] = "\(participation) bps of volume" }
        return words
    }
}

extension ExecutionOptions {
    private func slippageModel() throws -> SlippageModel {
        if let impact {
            let spread = try within(self.spread ?? 0, 0...5_000, "--spread-bps")
            return .squareRootImpact(
                spreadBasisPoints: spread, fullVolumeBasisPoints: try within(impact, 0...5_000, "--impact"))
        }
        guard let spread else { return .basisPoints(try within(slippage ?? 10, 0...1_000, "--slippage-bps")) }
        guard slippage == nil else { throw ValidationError("--slippage-bps and --spread-bps exclude each other") }
        return .halfSpread(basisPoints: try within(spread, 0...5_000, "--spread-bps"))
    }

    private func commissionModel() throws -> CommissionModel {
        guard [commission, commissionPerShare, commissionPoints.map(String.init)].compactMap({ $0 }).count <= 1 else {
            throw ValidationError("--commission, --commission-per-share and --commission-bps exclude each other")
        }
        if let commissionPoints {
            return .basisPoints(try within(commissionPoints, 0...1_000, "--commission-bps"))
        }
        if let commissionPerShare {
            return .perShare(try money(commissionPerShare, "--commission-per-share"), minimum: .zero, maximum: nil)
        }
        return .perTrade(try money(commission ?? "1", "--commission"))
    }

    private var slippageWords: String {
        if let impact { return "\(spread ?? 0) bps spread, square-root impact of \(impact) bps at full volume" }
        return spread.map { "half of a \($0) bps spread" } ?? "\(slippage ?? 10) bps"
    }

    private var commissionWords: String {
        if let commissionPoints { return "\(commissionPoints) bps" }
        return commissionPerShare.map { "\($0) a share" } ?? "\(commission ?? "1") a trade"
    }

    private func within(_ value: Int64, _ range: ClosedRange<Int64>, _ option: String) throws -> Int64 {
        guard range.contains(value) else {
            throw ValidationError("\(option): \(value) is not within \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private func money(_ text: String, _ option: String) throws -> Money {
        guard let money = Money(text), money >= .zero, money <= Money(units: 1_000_000) else {
            throw ValidationError("\(option): \"\(text)\" is not an amount of money within 0 to 1000000")
        }
        return money
    }
}
