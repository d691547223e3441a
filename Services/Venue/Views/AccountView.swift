import Contracts
import Exchange

/// The account as the trading API shows it: the exchange's books at the prices of the moment.
struct AccountView {
    let exchange: Exchange
    let listing: Listing
    /// The marks at the end of the previous session, by instrument.
    let previousMarks: [Price?]
    let createdAt: Timestamp
    let now: Timestamp

    /// - Parameter prices: Prices that are newer than the exchange's marks, by instrument.
    init(
        _ exchange: Exchange, prices: [Price?], listing: Listing, previousMarks: [Price?], createdAt: Timestamp,
        now: Timestamp
    ) {
        var current = exchange
        for (instrument, price) in zip(exchange.universe.indices, prices) {
            if let price { current.mark(instrument, at: price) }
        }
        self.exchange = current
        self.listing = listing
        self.previousMarks = previousMarks
        self.createdAt = createdAt
        self.now = now
    }

    var account: WireValue {
        let (long, short) = values
        let equity = exchange.equity
        let margin = Money(nanos: (long - short).nanos / 2)
        let power = exchange.buyingPower
        return [
            "id": .text(derivedUUID(number: 0, name: "account")),
            "account_number": .text(listing.isSimulated ? "SIMULATED-1" : "REPLAY-1"), "status": "ACTIVE",
            "crypto_status": "INACTIVE", "currency": "USD", "cash": .decimal(exchange.cash), "equity": .decimal(equity),
            "last_equity": .decimal(lastEquity), "portfolio_value": .decimal(equity),
            "long_market_value": .decimal(long),
            "short_market_value": .decimal(short), "buying_power": .decimal(power),
            "regt_buying_power": .decimal(power),
            "non_marginable_buying_power": .decimal(max(.zero, exchange.cash)), "options_buying_power": "0",
            "initial_margin": .decimal(margin),
            "maintenance_margin": .decimal(Money(nanos: (long - short).nanos / 10 * 3)),
            "last_maintenance_margin": "0", "sma": "0", "multiplier": .text(String(exchange.rules.leverage)),
            "accrued_fees": "0", "pending_transfer_in": "0", "pending_transfer_out": "0", "intraday_adjustments": "0",
            "pending_reg_taf_fees": "0", "trading_blocked": false, "transfers_blocked": false, "account_blocked": false,
            "trade_suspended_by_user": false, "shorting_enabled": .boolean(exchange.rules.allowsShorting),
            "created_at": .instant(createdAt), "balance_asof": .text(NewYork.date(at: now).description),
        ]
    }

    var configurations: WireValue {
        [
            "fractional_trading": true, "no_shorting": .boolean(!exchange.rules.allowsShorting), "suspend_trade": false,
            "ptp_no_exception_entry": false, "max_margin_multiplier": .text(String(exchange.rules.leverage)),
            "trade_confirm_email": "none", "dtbp_check": "entry", "pdt_check": "entry",
        ]
    }

    var positions: [WireValue] { exchange.universe.indices.compactMap(position) }

    /// The position in one instrument; `nil` when there is none.
    func position(_ instrument: InstrumentIndex) -> WireValue? {
        let holding = exchange.holdings[instrument.place]
        guard let average = holding.averagePrice else { return nil }
        let current = exchange.lastPrices[instrument.place] ?? average
        let value = current.notional(of: holding.quantity)
        let profit = value - holding.costBasis
        let previous = previousMarks[instrument.place] ?? current
        let today = value - previous.notional(of: holding.quantity)
        let held = exchange.heldForOrders(instrument)
        return [
            "asset_id": .text(listing.assetID(instrument)), "symbol": .text(listing.symbol(instrument)),
            "exchange": "ARCA",
            "asset_class": "us_equity", "asset_marginable": true, "avg_entry_price": .decimal(average),
            "qty": .decimal(holding.quantity),
            "qty_available": .decimal(holding.quantity.signum < 0 ? holding.quantity + held : holding.quantity - held),
            "side": holding.quantity.signum < 0 ? "short" : "long", "market_value": .decimal(value),
            "cost_basis": .decimal(holding.costBasis), "unrealized_pl": .decimal(profit),
            "unrealized_plpc": ratio(profit.nanos, to: holding.costBasis.magnitude.nanos),
            "unrealized_intraday_pl": .decimal(today),
            "unrealized_intraday_plpc": ratio(today.nanos, to: previous.notional(of: holding.quantity).magnitude.nanos),
            "current_price": .decimal(current), "lastday_price": .decimal(previous),
            "change_today": ratio((current - previous).nanos, to: previous.nanos),
        ]
    }

    private var values: (long: Money, short: Money) {
        var (long, short) = (Money.zero, Money.zero)
        for instrument in exchange.universe.indices {
            let value =
                exchange.lastPrices[instrument.place]?.notional(of: exchange.holdings[instrument.place].quantity)
                ?? .zero
            if value < .zero { short += value } else { long += value }
        }
        return (long, short)
    }

    /// Today's positions at the previous session's marks. Deposits and withdrawals do not exist here.
    private var lastEquity: Money {
        var equity = exchange.cash
        for instrument in exchange.universe.indices {
            let price = previousMarks[instrument.place] ?? exchange.lastPrices[instrument.place]
            equity += price?.notional(of: exchange.holdings[instrument.place].quantity) ?? .zero
        }
        return equity
    }
}

/// A fraction with nine decimals, such as 0.0125 for 1.25 percent.
private func ratio(_ part: Int64, to whole: Int64) -> WireValue {
    guard whole > 0 else { return "0" }
    return .decimal(Money(nanos: (Int128(part) * Int128(nanosPerUnit)).dividedHalfEven(by: Int128(whole))))
}
