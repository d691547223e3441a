/// Which world the orders of a book reach.
public enum BookMode: String, Hashable, Sendable, Codable, CaseIterable {
    case paper
    case dryLive = "dry-live"
    case live
}

/// Everything the stages of a book decide by. It travels in the log, so that a decision can be proved with the rules of its day.
public struct BookConfiguration: Hashable, Sendable, Codable {
    /// Short name of the account: 1 to 12 of `a–z`, `0–9`. Part of every order id and every key.
    public var book: String
    public var mode: BookMode
    public var universe: Universe
    public var startingCash: Money
    public var strategies: [StrategyConfiguration]
    public var allocation: AllocationConfiguration
    public var limits: RiskLimits

    public init(
        book: String, mode: BookMode, universe: Universe, startingCash: Money, strategies: [StrategyConfiguration],
        allocation: AllocationConfiguration, limits: RiskLimits
    ) {
        self.book = book
        self.mode = mode
        self.universe = universe
        self.startingCash = startingCash
        self.strategies = strategies
        self.allocation = allocation
        self.limits = limits
    }
}

/// One strategy as a book runs it.
public struct StrategyConfiguration: Hashable, Sendable, Codable {
    public struct Parameter: Hashable, Sendable, Codable {
        public var name: String
        public var value: Double
        public init(name: String, value: Double) {
            self.name = name
            self.value = value
        }
    }

    /// The name in the catalogue, such as `sma-cross`.
    public var name: String
    public var isEnabled: Bool
    /// This strategy's share of the book, 0 to 1.
    public var share: Double
    /// The instruments it may hold; empty means all.
    public var instruments: [InstrumentIndex]
    /// Sorted by name. What is left out has the catalogue's default.
    public var parameters: [Parameter]

    public init(
        name: String, isEnabled: Bool = true, share: Double = 1, instruments: [InstrumentIndex] = [],
        parameters: [Parameter] = []
    ) {
        self.name = name
        self.isEnabled = isEnabled
        self.share = share
        self.instruments = instruments
        self.parameters = parameters
    }
}

/// How signals become a wanted book.
public struct AllocationConfiguration: Hashable, Sendable, Codable {
    public enum Method: String, Hashable, Sendable, Codable, CaseIterable {
        /// A full signal is worth an equal share of equity.
        case equalWeight = "equal-weight"
        /// A full signal is worth a share in proportion to one over the instrument's volatility.
        case inverseVolatility = "inverse-volatility"
        /// A signal's weight is taken as a number of shares: weight 1 asks for `fixedQuantity`.
        case fixedQuantity = "fixed-quantity"
    }

    public enum Rebalance: String, Hashable, Sendable, Codable, CaseIterable {
        /// Targets follow every frame.
        case everyFrame = "every-frame"
        /// Targets follow the first frame at or after a `RebalanceDue`.
        case whenDue = "when-due"
        /// Targets follow the first frame of each month.
        case monthly
        /// Targets follow the first frame of each week.
        case weekly
    }

    public var method: Method
    public var rebalance: Rebalance
    /// Bars that volatility is measured over.
    public var volatilityWindow: Int
    /// Largest sum of absolute weights, as a multiple of equity.
    public var grossCap: Double
    /// A change smaller than this share of equity is left undone.
    public var minimumTrade: Double
    /// Used by `fixedQuantity` only.
    public var fixedQuantity: Quantity

    public init(
        method: Method, rebalance: Rebalance, volatilityWindow: Int, grossCap: Double, minimumTrade: Double,
        fixedQuantity: Quantity = .zero
    ) {
        self.method = method
        self.rebalance = rebalance
        self.volatilityWindow = volatilityWindow
        self.grossCap = grossCap
        self.minimumTrade = minimumTrade
        self.fixedQuantity = fixedQuantity
    }
}

/// What the book may risk. A limit has no default.
public struct RiskLimits: Hashable, Sendable, Codable {
    /// Loss allowed in a session, in basis points of the equity it began with.
    public var dailyLossBasisPoints: Int64
    /// Fall from the peak that flattens the book, in basis points.
    public var maximumDrawdownBasisPoints: Int64
    /// Largest value of one order.
    public var orderNotional: Money
    /// Largest value of one position.
    public var positionNotional: Money
    /// Largest sum of absolute position values, in basis points of equity.
    public var grossExposureBasisPoints: Int64
    /// A close this far from the last one, in basis points, must be confirmed by the next before a tier moves on it.
    public var suspectMoveBasisPoints: Int64

    public init(
        dailyLossBasisPoints: Int64, maximumDrawdownBasisPoints: Int64, orderNotional: Money, positionNotional: Money,
        grossExposureBasisPoints: Int64, suspectMoveBasisPoints: Int64
    ) {
        self.dailyLossBasisPoints = dailyLossBasisPoints
        self.maximumDrawdownBasisPoints = maximumDrawdownBasisPoints
        self.orderNotional = orderNotional
        self.positionNotional = positionNotional
        self.grossExposureBasisPoints = grossExposureBasisPoints
        self.suspectMoveBasisPoints = suspectMoveBasisPoints
    }
}
