extension ConfigChange: WireForm {
    var message: WireConfigChange { made { $0.configuration = configuration.message } }

    init(_ message: WireConfigChange) throws(FieldError) {
        guard message.hasConfiguration else { throw FieldError("configuration", .missing) }
        self.init(configuration: try BookConfiguration(message.configuration))
    }
}

extension BookMode: WireNamed {
    var wire: WireBookMode {
        switch self {
        case .paper: .paper
        case .dryLive: .dryLive
        case .live: .live
        }
    }
}

extension BookConfiguration: WireForm {
    var message: WireBookConfiguration {
        made {
            $0.book = book
            $0.mode = mode.wire
            $0.universe = universe.symbols.map(\.name)
            $0.startingCash = startingCash.nanos
            $0.strategies = strategies.map(\.message)
            $0.allocation = allocation.message
            $0.limits = limits.message
        }
    }

    init(_ message: WireBookConfiguration) throws(FieldError) {
        var symbols: [Symbol] = []
        for name in message.universe { symbols.append(try symbol(name, "configuration.universe")) }
        guard let universe = Universe(symbols) else {
            throw FieldError("configuration.universe", .notSymbols(message.universe.joined(separator: " ")))
        }
        guard message.hasAllocation else { throw FieldError("configuration.allocation", .missing) }
        guard message.hasLimits else { throw FieldError("configuration.limits", .missing) }
        self.init(
            book: message.book, mode: try known(message.mode, "configuration.mode"), universe: universe,
            startingCash: Money(nanos: message.startingCash), strategies: try all(message.strategies),
            allocation: try AllocationConfiguration(message.allocation), limits: RiskLimits(message.limits))
    }
}

extension StrategyConfiguration: WireForm {
    var message: WireStrategyConfiguration {
        made {
            $0.name = name
            $0.isEnabled = isEnabled
            $0.share = share
            $0.instruments = instruments.map { UInt32($0.rawValue) }
            $0.parameters = parameters.map { parameter in
                made {
                    $0.name = parameter.name
                    $0.value = parameter.value
                }
            }
        }
    }

    init(_ message: WireStrategyConfiguration) throws(FieldError) {
        var instruments: [InstrumentIndex] = []
        for number in message.instruments {
            instruments.append(try instrument(number, "configuration.strategies.instruments"))
        }
        self.init(
            name: message.name, isEnabled: message.isEnabled, share: message.share, instruments: instruments,
            parameters: message.parameters.map { Parameter(name: $0.name, value: $0.value) })
    }
}

extension AllocationConfiguration.Method: WireNamed {
    var wire: WireAllocationMethod {
        switch self {
        case .equalWeight: .equalWeight
        case .inverseVolatility: .inverseVolatility
        case .fixedQuantity: .fixedQuantity
        }
    }
}

extension AllocationConfiguration.Rebalance: WireNamed {
    var wire: WireRebalance {
        switch self {
        case .everyFrame: .everyFrame
        case .whenDue: .whenDue
        case .monthly: .monthly
        case .weekly: .weekly
        }
    }
}

extension AllocationConfiguration: WireForm {
    var message: WireAllocationConfiguration {
        made {
            $0.method = method.wire
            $0.rebalance = rebalance.wire
            $0.volatilityWindow = Int64(volatilityWindow)
            $0.grossCap = grossCap
            $0.minimumTrade = minimumTrade
            $0.fixedQuantity = fixedQuantity.nanos
        }
    }

    init(_ message: WireAllocationConfiguration) throws(FieldError) {
        self.init(
            method: try known(message.method, "configuration.allocation.method"),
            rebalance: try known(message.rebalance, "configuration.allocation.rebalance"),
            volatilityWindow: Int(message.volatilityWindow), grossCap: message.grossCap,
            minimumTrade: message.minimumTrade, fixedQuantity: Quantity(nanos: message.fixedQuantity))
    }
}

extension RiskLimits: WireForm {
    var message: WireRiskLimits {
        made {
            $0.dailyLossBasisPoints = dailyLossBasisPoints
            $0.maximumDrawdownBasisPoints = maximumDrawdownBasisPoints
            $0.orderNotional = orderNotional.nanos
            $0.positionNotional = positionNotional.nanos
            $0.grossExposureBasisPoints = grossExposureBasisPoints
            $0.suspectMoveBasisPoints = suspectMoveBasisPoints
        }
    }

    init(_ message: WireRiskLimits) {
        self.init(
            dailyLossBasisPoints: message.dailyLossBasisPoints,
            maximumDrawdownBasisPoints: message.maximumDrawdownBasisPoints,
            orderNotional: Money(nanos: message.orderNotional),
            positionNotional: Money(nanos: message.positionNotional),
            grossExposureBasisPoints: message.grossExposureBasisPoints,
            suspectMoveBasisPoints: message.suspectMoveBasisPoints)
    }
}
