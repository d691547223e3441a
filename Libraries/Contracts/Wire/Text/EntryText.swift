extension RawEntry: JSONWritable {
    /// The entry as one JSON object for people: prices as decimals, instants in RFC 3339, instruments by index.
    public func json() throws(WireError) -> String {
        let entry = try decoded()
        var writer = JSONWriter()
        write(body: entry.event, into: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// As `json()`, but a body that can't be read is told as `error` instead of thrown.
    public func write(into json: inout JSONWriter) {
        do throws(WireError) {
            write(body: try decoded().event, into: &json)
        } catch {
            json.object {
                writeFields(into: &$0)
                $0.put("error", error.description)
            }
        }
    }

    private func write(body: Event, into json: inout JSONWriter) {
        json.object {
            writeFields(into: &$0)
            $0.put("body", body)
        }
    }

    private func writeFields(into json: inout JSONWriter) {
        json.put("offset", offset)
        json.put("kind", kind)
        json.put("v", version)
        json.put("at", at)
        json.put("recordedAt", recordedAt)
        json.put("by", by)
        json.put("cause", cause)
        json.put("trace", trace)
    }
}

extension Event: JSONWritable {
    /// The fact without its kind.
    public func write(into json: inout JSONWriter) {
        switch self {
        case .configChange(let fact): fact.write(into: &json)
        case .sessionOpened(let fact): fact.write(into: &json)
        case .sessionClosed(let fact): fact.write(into: &json)
        case .rebalanceDue(let fact): fact.write(into: &json)
        case .reconciliationDue(let fact): fact.write(into: &json)
        case .barFrame(let fact): fact.write(into: &json)
        case .macroPoint(let fact): fact.write(into: &json)
        case .corporateAction(let fact): fact.write(into: &json)
        case .dataAlarm(let fact): fact.write(into: &json)
        case .featureFrame(let fact): fact.write(into: &json)
        case .signalFrame(let fact): fact.write(into: &json)
        case .targetFrame(let fact): fact.write(into: &json)
        case .verdictFrame(let fact): fact.write(into: &json)
        case .tierChange(let fact): fact.write(into: &json)
        case .riskAlarm(let fact): fact.write(into: &json)
        case .orderEvent(let fact): fact.write(into: &json)
        case .fill(let fact): fact.write(into: &json)
        case .tradeCost(let fact): fact.write(into: &json)
        case .accountState(let fact): fact.write(into: &json)
        case .reconciliationReport(let fact): fact.write(into: &json)
        case .positionAdjustment(let fact): fact.write(into: &json)
        case .watchdogAction(let fact): fact.write(into: &json)
        case .riskCommand(let fact): fact.write(into: &json)
        case .strategyCommand(let fact): fact.write(into: &json)
        case .orderCommand(let fact): fact.write(into: &json)
        case .approval(let fact): fact.write(into: &json)
        }
    }
}
