"""Two moving averages on NautilusTrader."""

import pandas as pd
from nautilus_trader.indicators import SimpleMovingAverage
from nautilus_trader.model.enums import OrderSide
from nautilus_trader.model.objects import Quantity
from nautilus_trader.trading.strategy import Strategy

from nautilus_market import bars_of, engine, final_equity, instrument, opens_of
from rules import SHARES, TIE


class TwoAverages(Strategy):
    """Decides on a bar; sends at the quote that comes next, which is the next open."""

    def __init__(self, instrument, kind, fast, slow):
        super().__init__()
        self.instrument, self.kind = instrument, kind
        self.fast, self.slow = SimpleMovingAverage(fast), SimpleMovingAverage(slow)
        self.quantity = Quantity.from_int(SHARES)
        self.wanted = self.held = False
        self.fills = 0

    def on_start(self):
        self.register_indicator_for_bars(self.kind, self.fast)
        self.register_indicator_for_bars(self.kind, self.slow)
        self.subscribe_bars(self.kind)
        self.subscribe_quote_ticks(self.instrument.id)

    def on_bar(self, bar):
        self.wanted = self.slow.initialized and self.fast.value > self.slow.value + TIE

    def on_quote_tick(self, quote):
        if self.wanted == self.held:
            return
        side = OrderSide.BUY if self.wanted else OrderSide.SELL
        self.submit_order(self.order_factory.market(self.instrument.id, side, self.quantity))
        self.held = self.wanted

    def on_order_filled(self, event):
        self.fills += 1


def prepare(frame):
    """The engine with its data, and what a run needs to know of it."""
    last_close = frame["close"].iloc[-1]
    frame = frame.set_index(pd.to_datetime(frame["ts_ns"], utc=True)).drop(columns="ts_ns")
    market, traded = engine(), instrument("W")
    market.add_instrument(traded)
    kind, bars = bars_of(traded, "MINUTE", frame, pd.Timedelta(1, "min"))
    market.add_data(bars, sort=False)
    market.add_data(opens_of(traded, frame))
    return market, traded, kind, last_close


def run(prepared, fast, slow):
    """One run over the data. Answers the fills and the final equity, and leaves the engine fresh."""
    market, traded, kind, last_close = prepared
    strategy = TwoAverages(traded, kind, fast, slow)
    market.add_strategy(strategy)
    market.run()
    answer = strategy.fills, final_equity(market, [SHARES * strategy.held], [last_close])
    market.reset()
    market.clear_strategies()
    return answer
