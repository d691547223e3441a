import Contracts
import Exchange
import MarketData
import ServiceKit

/// How the venue is run: read once at start, then never changed.
struct VenueSettings: Sendable {
    enum Clock: String, Hashable, Sendable, CaseIterable {
        /// Moves only when an administrator steps it.
        case replay
        /// A simulated market that never closes, by the wall clock.
        case live
    }

    struct KeyPair: Hashable, Sendable {
        let id: String
        let secret: Secret
    }

    var host = "127.0.0.1"
    var port = 0
    var universe: Universe
    /// Where the bars come from; without one they are simulated.
    var directory: String?
    var seed: UInt64?
    var badRows = BadRowPolicy.quarantine
    var from: TradingDate?
    var through: TradingDate?
    /// Any of these opens the same account.
    var keys: [KeyPair]
    var startingCash: Money
    var rules = ExchangeRules()
    var journal: String?
    var isAdminAllowed = false
    /// Whether things can be made to go wrong here.
    var areFaultsAllowed = false
    /// Of simulated bars; recorded ones are daily.
    var barLength = BarLength.session
    var clock = Clock.replay
    /// How often a stream's client is asked whether it is there.
    var pingMilliseconds: Int64 = 5_000
    /// 0 means no limit.
    var requestsPerMinute = 0

    /// Whether an id and its secret are one of the pairs.
    func accepts(id: String?, secret: String?) -> Bool {
        guard let id, let secret else { return false }
        return keys.contains { $0.id == id && isSame($0.secret.revealed, secret) }
    }

    /// Reads or makes the bars that a replay steps through.
    func dataSet() throws -> DataSet {
        if clock == .live {
            return DataSet(
                label: "simulated, live, seed \(seed ?? 1)", isSimulated: true, frames: [], length: .minute,
                quarantined: [])
        }
        if let directory {
            return try DataSet(
                directory: directory, symbols: universe.symbols, badRows: badRows, from: from, through: through)
        }
        let from = from ?? TradingDate(daysSinceEpoch: 18_262)
        return DataSet(
            seed: seed ?? 1, universe: universe, length: barLength, from: from, through: through ?? from + 5 * 365)
    }

    /// Names everything that a journal's commands depend on.
    func market(of dataSet: DataSet) -> String {
        let symbols = universe.symbols.map(\.name).joined(separator: ",")
        return "\(dataSet.label); \(symbols); data \(String(dataSet.digest, radix: 16)); cash \(startingCash); "
            + "slippage \(slippage); commission \(commission); leverage \(rules.leverage)"
    }

    /// The venue's configuration offers the plain models; journals name them by their numbers alone.
    private var slippage: String {
        if case .basisPoints(let points) = rules.slippage { return "\(points)" }
        return "\(rules.slippage)"
    }

    private var commission: String {
        if case .perTrade(let amount) = rules.commission { return "\(amount)" }
        return "\(rules.commission)"
    }
}

/// Compares without telling by its duration where two texts differ.
private func isSame(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
