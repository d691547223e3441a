"""W2 on NautilusTrader: many symbols, monthly inverse volatility. FOLDER

Daily bars are taken as 24 hours from midnight, and the quotes at the opens come at that midnight. The account is a margin account
with twice the money to spend: symbols open one after the other, and a purchase may come before the sale that pays for it.
"""

import argparse

import numpy as np
import pandas as pd
from nautilus_trader.model.enums import AccountType, OrderSide
from nautilus_trader.model.objects import Quantity
from nautilus_trader.trading.strategy import Strategy

from bars import daily
from nautilus_market import DOLLAR, VENUE, bars_of, engine, instrument, opens_of
from result import say_backtest, timed
from rules import CASH, WINDOW, begins_month, weights, whole_shares


class InverseVolatility(Strategy):
    """Decides when the last symbol's bar of a day is in; sends each order at its symbol's next quote."""

    def __init__(self, instruments, kinds, dates):
        super().__init__()
        self.instruments, self.kinds = instruments, kinds
        self.place = {traded.id: i for i, traded in enumerate(instruments)}
        self.due = begins_month(dates)
        self.closes = np.empty((len(dates), len(instruments)))
        self.held, self.changes = np.zeros(len(instruments)), np.zeros(len(instruments))
        self.cash, self.day, self.seen, self.fills = CASH, 0, 0, 0

    def on_start(self):
        for traded, kind in zip(self.instruments, self.kinds):
            self.subscribe_bars(kind)
            self.subscribe_quote_ticks(traded.id)

    def on_bar(self, bar):
        self.closes[self.day, self.place[bar.bar_type.instrument_id]] = bar.close.as_double()
        self.seen += 1
        if self.seen < len(self.instruments):
            return
        if self.due[self.day] and self.day >= WINDOW:
            self.decide(self.closes[self.day - WINDOW:self.day + 1])
        self.day, self.seen = self.day + 1, 0

    def decide(self, closes):
        equity = self.cash + self.held @ closes[-1]
        self.changes = whole_shares(weights(closes), equity, closes[-1]) - self.held

    def on_quote_tick(self, quote):
        place = self.place[quote.instrument_id]
        change, self.changes[place] = self.changes[place], 0
        if change != 0:
            side = OrderSide.BUY if change > 0 else OrderSide.SELL
            quantity = Quantity.from_int(int(abs(change)))
            self.submit_order(self.order_factory.market(quote.instrument_id, side, quantity))

    def on_order_filled(self, fill):
        change = fill.last_qty.as_double() * (1 if fill.order_side == OrderSide.BUY else -1)
        self.held[self.place[fill.instrument_id]] += change
        self.cash -= change * fill.last_px.as_double()
        self.fills += 1


def check(market, strategy):
    """The engine's own account must agree with the strategy's cash; its money is rounded to four decimals with every fill."""
    account = market.cache.account_for_venue(VENUE).balance_total(DOLLAR).as_double()
    open_cost = sum(p.signed_qty * p.avg_px_open for p in market.cache.positions_open())
    if abs(account - open_cost - strategy.cash) > 0.01:
        raise SystemExit(f"W2 on NautilusTrader: its account has {account - open_cost} in cash, the fills say {strategy.cash}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder")
    options = arguments.parse_args()
    with timed() as load:
        frames = daily(options.folder)
        market, instruments, kinds = engine(AccountType.MARGIN), [], []
        for symbol, frame in frames.items():
            dates = frame.index
            frame = frame.rename(columns=str.lower).tz_localize("UTC")
            traded = instrument(symbol)
            kind, bars = bars_of(traded, "DAY", frame, pd.Timedelta(1, "D"))
            market.add_instrument(traded)
            market.add_data(bars)
            market.add_data(opens_of(traded, frame))
            instruments.append(traded)
            kinds.append(kind)
        strategy = InverseVolatility(instruments, kinds, dates)
        market.add_strategy(strategy)
    with timed() as watch:
        market.run()
    equity = strategy.cash + strategy.held @ strategy.closes[-1]
    check(market, strategy)
    say_backtest(
        "NautilusTrader", "nautilus_trader", "W2", len(dates) * len(frames), load, watch,
        strategy.fills, equity)


main()
