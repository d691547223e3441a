import Contracts
public import Exchange

extension ExchangeRules {
    /// The same market at a multiple of its costs: slippage, commission, fees on sales and borrowing. `nil` where a price would then
    /// move by all of itself. Fees are rounded up to a cent by the exchange, so they come out at the multiple but for that.
    public func costing(times factor: Int64) -> ExchangeRules? {
        precondition(factor >= 1, "a stress costs no less")
        let slippage = slippage.multiplied(by: factor)
        guard slippage.isSound else { return nil }
        return ExchangeRules(
            slippage: slippage, commission: commission.multiplied(by: factor), fees: fees?.multiplied(by: factor),
            leverage: leverage, allowsShorting: allowsShorting, participationBasisPoints: participationBasisPoints,
            borrowBasisPoints: borrowBasisPoints * factor, fill: fill)
    }
}

extension SlippageModel {
    fileprivate func multiplied(by factor: Int64) -> SlippageModel {
        switch self {
        case .basisPoints(let points): .basisPoints(points * factor)
        case .halfSpread(let spread): .halfSpread(basisPoints: spread * factor)
        case .squareRootImpact(let spread, let impact):
            .squareRootImpact(spreadBasisPoints: spread * factor, fullVolumeBasisPoints: impact * factor)
        }
    }
}

extension CommissionModel {
    fileprivate func multiplied(by factor: Int64) -> CommissionModel {
        switch self {
        case .perTrade(let amount): .perTrade(amount.times(factor))
        case .perShare(let amount, let minimum, let maximum):
            .perShare(
                amount.times(factor), minimum: minimum.times(factor), maximum: maximum.map { $0.times(factor) })
        case .basisPoints(let points): .basisPoints(points * factor)
        }
    }
}

extension RegulatoryFees {
    fileprivate func multiplied(by factor: Int64) -> RegulatoryFees {
        RegulatoryFees(
            rates.map { rate in
                Rates(
                    from: rate.from, perMillion: rate.perMillion.times(factor), perShare: rate.perShare.times(factor),
                    perShareCap: rate.perShareCap.times(factor))
            })
    }
}

extension Money {
    fileprivate func times(_ factor: Int64) -> Money { Money(nanos: nanos * factor) }
}
