extension ConfigChange: JSONWritable {
    public func write(into json: inout JSONWriter) { configuration.write(into: &json) }
}

extension BookConfiguration: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("book", book)
            $0.put("mode", mode.rawValue)
            $0.put("universe", universe.symbols)
            $0.put("startingCash", startingCash)
            $0.put("strategies", strategies)
            $0.put("allocation", allocation)
            $0.put("limits", limits)
        }
    }
}

extension StrategyConfiguration: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("name", name)
            $0.put("isEnabled", isEnabled)
            $0.put("share", share)
            $0.put("instruments", instruments)
            $0.put("parameters") { json in
                for parameter in parameters { json.put(parameter.name, parameter.value) }
            }
        }
    }
}

extension AllocationConfiguration: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("method", method.rawValue)
            $0.put("rebalance", rebalance.rawValue)
            $0.put("volatilityWindow", volatilityWindow)
            $0.put("grossCap", grossCap)
            $0.put("minimumTrade", minimumTrade)
            $0.put("fixedQuantity", fixedQuantity)
        }
    }
}

extension RiskLimits: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("dailyLossBasisPoints", dailyLossBasisPoints)
            $0.put("maximumDrawdownBasisPoints", maximumDrawdownBasisPoints)
            $0.put("orderNotional", orderNotional)
            $0.put("positionNotional", positionNotional)
            $0.put("grossExposureBasisPoints", grossExposureBasisPoints)
            $0.put("suspectMoveBasisPoints", suspectMoveBasisPoints)
        }
    }
}
