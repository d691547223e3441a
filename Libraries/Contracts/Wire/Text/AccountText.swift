extension AccountState: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("cash", cash)
            $0.put("equity", equity)
            $0.put("cashFlow", cashFlow)
            $0.put("charges", charges)
            $0.put("happenedAt", happenedAt)
        }
    }
}

extension Break: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("class", self.class.rawValue)
            $0.put("symbol", symbol)
            $0.put("ours", ours)
            $0.put("theirs", theirs)
            $0.put("ourValue", ourValue)
            $0.put("theirValue", theirValue)
        }
    }
}

extension ReconciliationReport: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("cycle", cycle)
            $0.put("ledgerOffset", ledgerOffset)
            $0.put("compared", compared)
            $0.put("breaks", breaks)
            $0.put("inconclusive", inconclusive)
        }
    }
}

extension PositionAdjustment: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("instrument", instrument)
            $0.put("from", from)
            $0.put("to", to)
            $0.put("reason", reason)
        }
    }
}

extension WatchdogAction: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("action", action.rawValue)
            $0.put("detail", detail)
            $0.put("happenedAt", happenedAt)
        }
    }
}
