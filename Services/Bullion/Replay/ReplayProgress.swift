import Backtesting
import Contracts
import Kernel

extension ReplayTally {
    /// How far the replay has come, in one line.
    func progress(seconds: Double) -> String {
        let date = lastBar.map { "\($0.session)" } ?? "–"
        let rate = seconds > 0 ? Double(frames) / seconds : 0
        return "\(date)  equity \(dollars(ledger.equity))  orders \(trading.orders.count)  "
            + "fills \(trading.fills.count)  \(Int(rate)) frames/s"
    }
}
