import Contracts
import Kernel

extension BookModel {
    /// The newest views of the strategies, and what the allocator made of them.
    func showSignals(_ query: Query) -> Answer {
        let changed = max(signals?.offset ?? .start, targets?.offset ?? .start)
        let since = query.since ?? .start
        return Answer(changedAt: changed) { json in
            let views = signals.map { $0.offset > since ? $0.frame.signals : [] } ?? []
            json.put("at", signals?.frame.at)
            json.put("signals", views.prefix(query.limit)) { json, signal in
                json.object {
                    $0.put("strategy", strategy(signal.strategy))
                    $0.put("symbol", symbol(signal.instrument))
                    $0.put("weight", signal.weight)
                    $0.put("confidence", signal.confidence)
                }
            }
            let wanted = targets.map { $0.offset > since ? $0.frame.targets : [] } ?? []
            json.put("targets", wanted.prefix(query.limit)) { json, target in
                json.object {
                    $0.put("symbol", symbol(target.instrument))
                    $0.put("quantity", target.quantity)
                    $0.put("price", target.price)
                }
            }
        }
    }

    /// The tier, what it is measured by, the limits, and how it got there.
    func showRisk(_ query: Query) -> Answer {
        Answer(changedAt: riskChangedAt) { json in
            json.put("tier", tier.name)
            json.put("killMode", risk.killMode.name)
            json.put("killModeSetBy", risk.killModeSetBy.isEmpty ? nil : risk.killModeSetBy)
            json.put("equity", risk.equity)
            json.put("sessionBaseline", risk.sessionBaseline)
            json.put("peak", risk.peak)
            json.put("dailyLossBasisPoints", basisPoints(lost: risk.sessionBaseline))
            json.put("drawdownBasisPoints", basisPoints(lost: risk.peak))
            json.put("limits", configuration?.limits)
            json.put("lastVerdicts") { json in writeVerdicts(into: &json) }
            let page = tierChanges.page(query)
            json.put("tierChanges", page.items) { json, place in
                json.object {
                    $0.put("offset", place.offset)
                    $0.put("at", place.item.at)
                    $0.put("change", place.item.change)
                }
            }
        }
    }

    private func writeVerdicts(into json: inout JSONWriter) {
        let answered = verdicts?.frame.verdicts ?? []
        json.put("offset", verdicts?.offset)
        json.put("approved", answered.count(where: { $0.outcome == .approved }))
        json.put("reduced", answered.count(where: { if case .reduced = $0.outcome { true } else { false } }))
        json.put("denied", answered.count(where: { if case .denied = $0.outcome { true } else { false } }))
    }

    /// How far equity is below `level`, in basis points of it; zero when it is not.
    private func basisPoints(lost level: Money?) -> Int64? {
        guard let level, let equity = risk.equity, level > .zero else { return nil }
        return Int64(clamping: max(0, Int128(level.nanos) - Int128(equity.nanos)) * 10_000 / Int128(level.nanos))
    }

    /// Every strategy of the catalogue, and how the book runs it.
    func showStrategies(_ query: Query) -> Answer {
        let changed = max(configuredAt, strategySwitches.map(\.changedAt).max() ?? .start)
        return Answer(changedAt: changed) { json in
            let shown = StrategyCatalogue.items.filter { item in
                guard let since = query.since else { return true }
                return (strategySwitches.first { $0.name == item.name }?.changedAt ?? .start) > since
            }
            json.put("count", StrategyCatalogue.items.count)
            json.put("strategies", shown.prefix(query.limit)) { json, item in
                json.object { write(item, into: &$0) }
            }
        }
    }

    private func write(_ item: StrategyCatalogue.Item, into json: inout JSONWriter) {
        let configured = configuration?.strategies.first { $0.name == item.name }
        let setting = strategySwitches.first { $0.name == item.name }
        json.put("name", item.name)
        json.put("summary", item.summary)
        json.put("isConfigured", configured != nil)
        json.put("isEnabled", setting?.isEnabled ?? false)
        json.put("share", configured?.share)
        json.put("instruments", configured.map { $0.instruments.map(symbol) })
        json.put("changedAt", setting?.changedAt)
        json.put("parameters", item.parameters) { json, parameter in
            json.object {
                $0.put("name", parameter.name)
                $0.put("summary", parameter.summary)
                $0.put("default", parameter.defaultValue)
                $0.put(
                    "value", configured?.parameters.first { $0.name == parameter.name }?.value ?? parameter.defaultValue
                )
            }
        }
    }

    func showAlerts(_ query: Query) -> Answer {
        Answer("alerts", alerts.page(query), changedAt: alerts.newest, offsetOf: \.offset) { json, place in
            json.object {
                $0.put("offset", place.offset)
                $0.put("at", place.item.at)
                $0.put("severity", place.item.severity.rawValue)
                $0.put("kind", place.item.kind)
                $0.put("symbol", place.item.instrument.map(symbol))
                $0.put("text", place.item.text)
            }
        }
    }
}
