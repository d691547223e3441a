public import Contracts

/// What sales in the United States pay to the regulators: the SEC's fee under Section 31 of the Exchange Act, on the amount, and
/// FINRA's trading activity fee, on the shares. Each is rounded up to a cent an execution, as brokers pass them on.
public struct RegulatoryFees: Hashable, Sendable, Codable {
    /// The rates that hold from one day on.
    public struct Rates: Hashable, Sendable, Codable {
        public var from: TradingDate
        /// For each million dollars sold.
        public var perMillion: Money
        /// For each share sold.
        public var perShare: Money
        /// The most that the fee on shares comes to in one execution.
        public var perShareCap: Money

        public init(from: TradingDate, perMillion: Money, perShare: Money, perShareCap: Money) {
            self.from = from
            self.perMillion = perMillion
            self.perShare = perShare
            self.perShareCap = perShareCap
        }
    }

    /// In the order of their days.
    public let rates: [Rates]

    /// Rates by day. Sales before the first day pay its rates, and sales after the last one's day go on paying those.
    public init(_ rates: [Rates]) {
        precondition(!rates.isEmpty, "there are rates")
        precondition(zip(rates, rates.dropFirst()).allSatisfy { $0.from < $1.from }, "rates follow each other by day")
        precondition(
            rates.allSatisfy { $0.perMillion >= .zero && $0.perShare >= .zero && $0.perShareCap >= .zero },
            "a fee is not paid to us")
        self.rates = rates
    }

    /// The same rates on every day.
    public init(perMillion: Money, perShare: Money, perShareCap: Money) {
        self.init([
            Rates(
                from: TradingDate(daysSinceEpoch: 0), perMillion: perMillion, perShare: perShare,
                perShareCap: perShareCap)
        ])
    }

    /// The fees of one sale of `quantity` shares (unsigned) for `proceeds`.
    public func charge(_ quantity: Quantity, for proceeds: Money, on date: TradingDate) -> Money {
        let rates = rates.last { $0.from <= date } ?? rates[0]
        let onAmount = Int128(proceeds.nanos) * Int128(rates.perMillion.nanos)
        let onShares = Int128(quantity.nanos) * Int128(rates.perShare.nanos)
        let cap = Int128(rates.perShareCap.nanos) * Int128(nanosPerUnit)
        return cents(onAmount, over: 1_000_000 * Int128(nanosPerUnit))
            + cents(min(onShares, cap), over: Int128(nanosPerUnit))
    }

    /// The quotient in billionths, rounded up to a cent.
    private func cents(_ value: Int128, over divisor: Int128) -> Money {
        let cent = divisor * 10_000_000
        return Money(nanos: Int64((value + cent - 1) / cent) * 10_000_000)
    }
}

extension RegulatoryFees {
    /// The rates of the United States from 2014 to the middle of 2025, by the SEC's fee rate advisories and Section 1 of Schedule A to
    /// FINRA's By-Laws. Later changes are not in it: give rates of your own where they matter.
    public static let unitedStates = RegulatoryFees(
        [
            ("2014-03-18", "22.10", "0.000119", "5.95"), ("2015-02-14", "18.40", "0.000119", "5.95"),
            ("2016-02-16", "21.80", "0.000119", "5.95"), ("2017-07-04", "23.10", "0.000119", "5.95"),
            ("2018-05-22", "13.00", "0.000119", "5.95"), ("2019-04-16", "20.70", "0.000119", "5.95"),
            ("2020-02-18", "22.10", "0.000119", "5.95"), ("2021-02-25", "5.10", "0.000119", "5.95"),
            ("2022-01-01", "5.10", "0.00013", "6.49"), ("2022-05-14", "22.90", "0.00013", "6.49"),
            ("2023-01-01", "22.90", "0.000145", "7.27"), ("2023-02-27", "8.00", "0.000145", "7.27"),
            ("2024-01-01", "8.00", "0.000166", "8.30"), ("2024-05-22", "27.80", "0.000166", "8.30"),
            ("2025-05-14", "0", "0.000166", "8.30"),
        ].map { day, perMillion, perShare, cap in
            guard let from = TradingDate(day), let perMillion = Money(perMillion), let perShare = Money(perShare),
                let cap = Money(cap)
            else { preconditionFailure("the table's row of \(day) reads as a day and three amounts") }
            return Rates(from: from, perMillion: perMillion, perShare: perShare, perShareCap: cap)
        })
}
