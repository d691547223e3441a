public import Contracts

/// What a simulated market charges and allows: data, so that the venue and the backtester run by the same rules.
public struct ExchangeRules: Hashable, Sendable, Codable {
    /// How far a market or stop order fills away from the bar's price, always against us.
    public var slippageBasisPoints: Int64
    /// Taken from cash with every execution.
    public var commissionPerTrade: Money
    /// Buying power as a multiple of equity: 1 is a cash account, 2 a margin account.
    public var leverage: Int64
    public var allowsShorting: Bool
    /// The largest share of a bar's volume that our orders may take, in basis points; 0 means that size is not looked at.
    public var participationBasisPoints: Int64

    public init(
        slippageBasisPoints: Int64 = 0, commissionPerTrade: Money = .zero, leverage: Int64 = 2,
        allowsShorting: Bool = true,
        participationBasisPoints: Int64 = 0
    ) {
        precondition(slippageBasisPoints >= 0 && slippageBasisPoints < 10_000, "slippage stays below the whole price")
        precondition(leverage >= 1, "an account can always spend what it has")
        precondition(commissionPerTrade >= .zero, "a commission is not paid to us")
        precondition(participationBasisPoints >= 0, "a share of volume is not negative")
        self.slippageBasisPoints = slippageBasisPoints
        self.commissionPerTrade = commissionPerTrade
        self.leverage = leverage
        self.allowsShorting = allowsShorting
        self.participationBasisPoints = participationBasisPoints
    }
}
