import Contracts
import Kernel

extension BookModel {
    /// The account, and the instruments that are held or were traded.
    func showPositions(_ query: Query) -> Answer {
        let changed = max(cashChangedAt, holdingChangedAt.max() ?? .start)
        return Answer(changedAt: changed) { json in
            guard let ledger = risk.ledger, let universe = configuration?.universe else {
                return json.put("positions", [Int]())
            }
            json.put("cash", ledger.cash)
            json.put("equity", ledger.equity)
            json.put("realizedProfit", ledger.realizedProfit)
            json.put("unrealizedProfit", ledger.unrealizedProfit)
            json.put("grossExposure", ledger.grossExposure)
            json.put("commissions", ledger.commissions)
            json.put("deposits", ledger.deposits)
            let shown = universe.indices.filter { isShown($0, ledger, query) }.prefix(query.limit)
            json.put("positions", shown) { json, instrument in
                json.object {
                    $0.put("symbol", universe[instrument])
                    $0.put("quantity", ledger.position(instrument))
                    $0.put("averagePrice", ledger.averagePrice(instrument))
                    $0.put("lastClose", ledger.lastClose(instrument))
                    $0.put("value", ledger.exposure(instrument))
                    $0.put("unrealizedProfit", unrealizedProfit(instrument, ledger))
                    $0.put("changedAt", holdingChangedAt[instrument.place])
                }
            }
        }
    }

    private func isShown(_ instrument: InstrumentIndex, _ ledger: Ledger, _ query: Query) -> Bool {
        if let since = query.since { return holdingChangedAt[instrument.place] > since }
        return !ledger.position(instrument).isZero
    }

    private func unrealizedProfit(_ instrument: InstrumentIndex, _ ledger: Ledger) -> Money? {
        guard let average = ledger.averagePrice(instrument) else { return nil }
        return ledger.exposure(instrument) - average.notional(of: ledger.position(instrument))
    }

    /// The instruments of the book with their last closes.
    func showUniverse(_ query: Query) -> Answer {
        let changed = max(configuredAt, closeChangedAt.max() ?? .start)
        let since = query.since ?? .start
        return Answer(changedAt: changed) { json in
            let universe = configuration?.universe
            let shown = (universe?.indices ?? []).filter { query.since == nil || closeChangedAt[$0.place] > since }
            json.put("session", session)
            json.put("instruments", shown.prefix(query.limit)) { json, instrument in
                json.object {
                    $0.put("index", instrument)
                    $0.put("symbol", universe?[instrument])
                    $0.put("lastClose", risk.ledger?.lastClose(instrument))
                    $0.put("changedAt", closeChangedAt[instrument.place])
                }
            }
        }
    }

    /// How the book has done, in a few numbers and a curve of at most `limit` points.
    func showMetrics(_ query: Query) -> Answer {
        let ledger = risk.ledger
        let changed = max(riskChangedAt, max(orders.newest, fills.newest))
        return Answer(changedAt: changed) { json in
            json.put("session", session)
            json.put("sessions", curve.points.count)
            json.put("startingCash", ledger?.startingCash)
            json.put("equity", ledger?.equity)
            json.put("profit", profit)
            json.put("return", totalReturn)
            json.put("sharpe", curve.sharpe)
            json.put("maximumDrawdown", curve.deepestDrawdown)
            json.put("realizedProfit", ledger?.realizedProfit)
            json.put("commissions", ledger?.commissions)
            json.put("turnover", turnover)
            json.put("orders", orders.total)
            json.put("openOrders", orders.openCount)
            json.put("fills", fills.total)
            json.put("curve", sample(query.limit)) { json, point in
                json.object {
                    $0.put("session", point.session)
                    $0.put("equity", point.equity)
                }
            }
        }
    }

    /// What was earned: equity less all the cash that was put in.
    var profit: Money? {
        risk.ledger.map { $0.equity - $0.startingCash - $0.deposits - $0.adjustments }
    }

    private var totalReturn: Double? {
        guard let profit, let cash = risk.ledger?.startingCash, cash > .zero else { return nil }
        return profit.approximation / cash.approximation
    }

    /// Evenly spread points of the curve, the newest among them.
    private func sample(_ count: Int) -> [EquityCurve.Point] {
        let points = curve.points
        guard points.count > count, count > 0 else { return points }
        return (1...count).map { points[points.count * $0 / count - 1] }
    }
}
