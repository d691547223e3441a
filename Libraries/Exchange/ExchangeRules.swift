public import Contracts

/// What a simulated market charges and allows: data, so that the venue and the backtester run by the same rules.
///
/// docs/EXECUTION-MODEL.md says what each of them does to an order.
public struct ExchangeRules: Hashable, Sendable, Codable {
    /// How far what takes the market's price fills away from it, always against us.
    public var slippage: SlippageModel
    /// Taken from cash with every execution.
    public var commission: CommissionModel
    /// Taken from cash with every sale, besides the commission; `nil` where there are none.
    public var fees: RegulatoryFees?
    /// Buying power as a multiple of equity: 1 is a cash account, 2 a margin account.
    public var leverage: Int64
    public var allowsShorting: Bool
    /// The largest share of a bar's volume that our orders may take, in basis points; 0 means that size is not looked at.
    public var participationBasisPoints: Int64
    /// What borrowed shares cost a year, in basis points of their market value.
    public var borrowBasisPoints: Int64
    public var fill: FillPolicy
    /// The first session that may be traded on: orders before it are refused. A book that only watches until then has its features and
    /// views ready, and its cash untouched. `nil` where there is no such day.
    public var firstSession: TradingDate?

    public init(
        slippage: SlippageModel, commission: CommissionModel, fees: RegulatoryFees? = nil, leverage: Int64 = 2,
        allowsShorting: Bool = true, participationBasisPoints: Int64 = 0, borrowBasisPoints: Int64 = 0,
        fill: FillPolicy = .nextOpen
    ) {
        precondition(slippage.isSound, "slippage stays below the whole price")
        precondition(leverage >= 1, "an account can always spend what it has")
        precondition(commission.isSound, "a commission is not paid to us")
        precondition(participationBasisPoints >= 0, "a share of volume is not negative")
        precondition(borrowBasisPoints >= 0, "nobody pays us for borrowing")
        self.slippage = slippage
        self.commission = commission
        self.fees = fees
        self.leverage = leverage
        self.allowsShorting = allowsShorting
        self.participationBasisPoints = participationBasisPoints
        self.borrowBasisPoints = borrowBasisPoints
        self.fill = fill
    }

    /// Rules with the two plainest models.
    public init(
        slippageBasisPoints: Int64 = 0, commissionPerTrade: Money = .zero, leverage: Int64 = 2,
        allowsShorting: Bool = true,
        participationBasisPoints: Int64 = 0
    ) {
        self.init(
            slippage: .basisPoints(slippageBasisPoints), commission: .perTrade(commissionPerTrade), leverage: leverage,
            allowsShorting: allowsShorting, participationBasisPoints: participationBasisPoints)
    }

    /// What a backtest assumes when nothing else is said: 10 basis points of slippage and 1.00 a trade.
    public static let standard = ExchangeRules(slippageBasisPoints: 10, commissionPerTrade: Money(units: 1))

    /// All that one execution costs besides its price: the commission, and the fees on a sale.
    func charge(_ side: Side, _ quantity: Quantity, worth notional: Money, at instant: Timestamp) -> Money {
        let commission = commission.charge(quantity, worth: notional)
        guard let fees, side == .sell else { return commission }
        return commission + fees.charge(quantity, for: notional, on: NewYork.date(at: instant))
    }
}
