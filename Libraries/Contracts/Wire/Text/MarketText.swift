extension SessionOpened: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("session", session)
            $0.put("closesAt", closesAt)
        }
    }
}

extension SessionClosed: JSONWritable {
    public func write(into json: inout JSONWriter) { json.object { $0.put("session", session) } }
}

extension RebalanceDue: JSONWritable {
    public func write(into json: inout JSONWriter) { json.object { $0.put("session", session) } }
}

extension ReconciliationDue: JSONWritable {
    public func write(into json: inout JSONWriter) { json.object { $0.put("cycle", cycle) } }
}

extension Bar: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("open", open)
            $0.put("high", high)
            $0.put("low", low)
            $0.put("close", close)
            $0.put("volume", volume)
        }
    }
}

extension BarFrame: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("at", at)
            $0.put("session", session)
            $0.put("bars", bars)
        }
    }
}

extension MacroPoint: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("series", series)
            $0.put("period", period)
            $0.put("knownAt", knownAt)
            $0.put("value", value)
        }
    }
}

extension CorporateAction: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("instrument", instrument)
            $0.put("exDate", exDate)
            switch change {
            case .split(let new, let old):
                $0.put("change", "split")
                $0.put("new", new)
                $0.put("old", old)
            case .dividend(let perShare):
                $0.put("change", "dividend")
                $0.put("perShare", perShare)
            }
        }
    }
}

extension DataAlarm: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("reason", reason.rawValue)
            $0.put("source", source)
            $0.put("detail", detail)
        }
    }
}
