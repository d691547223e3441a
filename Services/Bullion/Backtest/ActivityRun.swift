import Backtesting
import Contracts
import Kernel
import Quant

/// Goes through the frames of a finished run once more and measures what it had at work at the end of each session.
///
/// A result keeps no closes, and positions at cost are not what was at risk.
struct ActivityRun {
    private(set) var meter = ActivityMeter()
    private let result: BacktestResult
    private var ledger: Ledger
    private var frame = 0
    private var nextFill = 0
    private var actions: DueActions
    private var nextEnd = 0
    /// Bought and sold since the last session's end.
    private var traded = 0.0

    init(_ result: BacktestResult) {
        self.result = result
        actions = DueActions(result.actions)
        ledger = Ledger(instruments: result.configuration.universe.count, cash: result.startEquity)
    }

    /// Takes the next frame of those that the run was made on.
    mutating func take(_ bars: BarFrame) {
        while let action = actions.next(through: bars.session) { ledger.apply(action) }
        let fills = result.trading.fills
        while nextFill < fills.count, fills[nextFill].happenedAt <= bars.at {
            ledger.apply(fills[nextFill])
            traded += fills[nextFill].price.notional(of: fills[nextFill].quantity).approximation
            nextFill += 1
        }
        ledger.mark(bars)
        if nextEnd < result.sessionEnds.count, result.sessionEnds[nextEnd] == frame { endSession() }
        frame += 1
    }

    /// Dividends received on long positions so far, less those paid on short ones.
    var dividends: Money { ledger.dividends }

    /// Takes all that is left of a source.
    mutating func takeAll(_ source: some FrameSource) {
        var source = source
        var frame = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
        while source.next(into: &frame) { take(frame) }
    }

    private mutating func endSession() {
        let equity = max(result.curve[frame].equity.approximation, 1)
        meter.add(exposure: ledger.grossExposure.approximation / equity, traded: traded / equity)
        traded = 0
        nextEnd += 1
    }
}
