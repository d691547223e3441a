"""A venue in NautilusTrader where orders fill at a bar's open with slippage.

Its own bars can't do that: an order sent on a bar meets the book that bar left, which is its close. So each bar is preceded by a
quote at its open, the ask one slippage above and the bid one below, and bars don't execute. Money has four decimals here, since
its dollars would round each fill to the cent.
"""

import pandas as pd
from nautilus_trader.backtest.config import BacktestEngineConfig
from nautilus_trader.backtest.engine import BacktestEngine
from nautilus_trader.config import LoggingConfig, RiskEngineConfig
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, CurrencyType, OmsType
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import Equity
from nautilus_trader.model.objects import Currency, Money, Price, Quantity
from nautilus_trader.persistence.wranglers import BarDataWrangler, QuoteTickDataWrangler

from rules import CASH, SLIPPAGE

VENUE = Venue("SIM")
DOLLAR = Currency("USX", precision=4, iso4217=0, name="dollar of four decimals", currency_type=CurrencyType.FIAT)
SIZE = 1_000_000  # of a quote: more than any order
NANOSECOND = pd.Timedelta(1, "ns")


def engine(account=AccountType.CASH):
    result = BacktestEngine(
        BacktestEngineConfig(
            logging=LoggingConfig(bypass_logging=True), risk_engine=RiskEngineConfig(bypass=True), run_analysis=False))
    result.add_venue(
        VENUE, oms_type=OmsType.NETTING, account_type=account, base_currency=DOLLAR,
        starting_balances=[Money(CASH, DOLLAR)], bar_execution=False)
    return result


def instrument(symbol):
    return Equity(
        instrument_id=InstrumentId(Symbol(symbol), VENUE), raw_symbol=Symbol(symbol), currency=DOLLAR,
        price_precision=6, price_increment=Price(0.000001, 6), lot_size=Quantity.from_int(1),
        ts_event=0, ts_init=0)


def bars_of(instrument, step, frame, length):
    """A list of bars, each stamped with the last nanosecond of it. `frame` is indexed by when bars begin."""
    kind = BarType.from_str(f"{instrument.id}-1-{step}-LAST-EXTERNAL")
    stamped = frame.set_axis(frame.index + length - NANOSECOND)
    return kind, BarDataWrangler(kind, instrument).process(stamped)


def opens_of(instrument, frame):
    """A list of quotes, one at each bar's open."""
    quotes = pd.DataFrame(
        {"bid_price": frame["open"] * (1 - SLIPPAGE), "ask_price": frame["open"] * (1 + SLIPPAGE),
         "bid_size": float(SIZE), "ask_size": float(SIZE)}, index=frame.index)
    return QuoteTickDataWrangler(instrument).process(quotes)


def final_equity(engine, shares, closes):
    """Cash, and the shares held at their last closes."""
    cash = engine.cache.account_for_venue(VENUE).balance_total(DOLLAR).as_double()
    return cash + sum(held * close for held, close in zip(shares, closes))
