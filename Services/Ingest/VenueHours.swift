import Brokers
import Contracts
import Providers

extension TradingHours {
    /// A venue that is open, and will not close when the exchange does, keeps hours of its own: our simulated live market.
    init(asToldBy clock: BrokerClock, calendar: TradingCalendar = .nyse) {
        let close = calendar.close(NewYork.date(at: clock.now))
        self = clock.isOpen && clock.nextClose != close ? .always : .regular
    }
}
