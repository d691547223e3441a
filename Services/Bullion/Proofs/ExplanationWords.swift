import Contracts
import Kernel

/// Says what an entry means for one order's instrument, in words and as JSON.
struct ExplanationWords {
    private let configuration: BookConfiguration?
    private let columns: [String]
    /// Whose instrument it is about; known from the order's own entries.
    private var instrument: InstrumentIndex?

    init(_ configuration: BookConfiguration?) {
        self.configuration = configuration
        // Without a plan, which a configuration of another build may not have, columns are shown by number.
        columns = configuration.flatMap { try? FeaturePlan(configuration: $0).names } ?? []
    }

    mutating func add(_ raw: RawEntry, to links: inout [Explanation.Link]) {
        // An unreadable entry has nothing to say here; `bullion log show` tells why.
        guard let entry = try? raw.decoded() else { return }
        switch entry.event {
        case .orderEvent(let event): instrument = event.instrument
        case .fill(let fill): instrument = fill.instrument
        default: break  // The others are about many instruments or none.
        }
        let (lines, json) = say(entry)
        links.append(Explanation.Link(entry: entry, lines: lines, json: json))
    }

    private func say(_ entry: Entry) -> (lines: [String], json: JSON) {
        switch entry.event {
        case .fill(let fill):
            (["filled \(fill.quantity) at \(fill.price), \(fill.cumulativeQuantity) so far (\(entry.at))"], whole(fill))
        case .orderEvent(let event): ([words(event.change)], whole(event))
        case .tradeCost(let cost):
            (
                ["cost \(cost.implementationShortfall): arrival \(cost.arrivalPrice), average \(cost.averagePrice)"],
                whole(cost)
            )
        case .verdictFrame(let frame): say(frame)
        case .targetFrame(let frame): say(frame)
        case .signalFrame(let frame): say(frame)
        case .featureFrame(let frame): say(frame)
        case .barFrame(let frame): say(frame)
        default:
            (
                ["\(entry.event.kind.rawValue) by \(entry.by.rawValue)"],
                JSON(reflecting: entry.event, naming: configuration?.universe)
            )
        }
    }

    private func say(_ frame: VerdictFrame) -> ([String], JSON) {
        let own = frame.verdicts.filter { $0.intent.instrument == instrument }
        let lines = own.map { verdict in
            let asked = "\(verdict.intent.side.rawValue) \(verdict.intent.quantity)"
            return switch verdict.outcome {
            case .approved: "risk approved \(asked), tier \(frame.tier.name)"
            case .reduced(let quantity, let reason):
                "risk cut \(asked) to \(quantity), tier \(frame.tier.name): \(reason.words)"
            case .denied(let reason): "risk denied \(asked), tier \(frame.tier.name): \(reason.words)"
            }
        }
        return (orNothing(lines, "verdict"), .members(["tier": .string(frame.tier.name), "verdicts": list(own)]))
    }

    private func say(_ frame: TargetFrame) -> ([String], JSON) {
        let own = frame.targets.filter { $0.instrument == instrument }
        let lines = own.map { target in
            let parts = target.contributions.enumerated().map { "\(strategy(UInt16($0))) \($1)" }.joined(
                separator: ", ")
            return "target \(target.quantity) at \(target.price), equity \(frame.equity), by weights \(parts)"
        }
        return (orNothing(lines, "target"), .members(["equity": .string("\(frame.equity)"), "targets": list(own)]))
    }

    private func say(_ frame: SignalFrame) -> ([String], JSON) {
        let own = frame.signals.filter { $0.instrument == instrument }
        let lines = own.map { "signal of \(strategy($0.strategy)): weight \($0.weight), confidence \($0.confidence)" }
        let json = own.map { signal in
            JSON.members([
                "strategy": .string(strategy(signal.strategy)), "weight": JSON(reflecting: signal.weight),
                "confidence": JSON(reflecting: signal.confidence),
            ])
        }
        return (lines.isEmpty ? ["no strategy holds a view"] : lines, .members(["signals": .array(json)]))
    }

    private func say(_ frame: FeatureFrame) -> ([String], JSON) {
        guard let instrument, frame.values.count >= (instrument.place + 1) * frame.columns else {
            return (["features"], .null)
        }
        let row = (0..<frame.columns).map { column in
            (columns.count == frame.columns ? columns[column] : "#\(column)", frame[instrument, column])
        }
        let text = row.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return (["features: \(text)"], .object(row.map { JSON.Member(name: $0.0, value: JSON(reflecting: $0.1)) }))
    }

    private func say(_ frame: BarFrame) -> ([String], JSON) {
        guard let instrument, frame.bars.indices.contains(instrument.place), let bar = frame.bars[instrument.place]
        else {
            return (
                ["bars of \(frame.session), none for this instrument"],
                .members(["session": .string("\(frame.session)")])
            )
        }
        let prices = "open \(bar.open), high \(bar.high), low \(bar.low), close \(bar.close), volume \(bar.volume)"
        return (
            ["bar of \(frame.session): \(prices)"],
            .members(["session": .string("\(frame.session)"), "bar": JSON(reflecting: bar)])
        )
    }

    private func words(_ change: OrderEvent.Change) -> String {
        switch change {
        case .submitting(let request): "submitting: \(words(request))"
        case .withdrawn(let reason): "withdrawn before it was sent: \(reason)"
        case .accepted(let venueOrderID): "accepted by the venue as \(venueOrderID)"
        case .rejected(let code, let reason): "rejected by the venue (\(code)): \(reason)"
        case .unknown(let reason): "unknown whether it arrived: \(reason)"
        case .cancelRequested(let reason): "asked back: \(reason)"
        case .canceled: "canceled"
        case .expired: "expired"
        case .external(let request): "found at the venue, unknown to the log: \(words(request))"
        }
    }

    private func words(_ request: OrderRequest) -> String {
        let symbol = instrument.flatMap { place in
            configuration.flatMap { $0.universe.symbols.indices.contains(place.place) ? $0.universe[place].name : nil }
        }
        let type =
            switch request.type {
            case .market: "at the market"
            case .limit(let price): "at \(price) or better"
            case .stop(let price): "stop at \(price)"
            case .stopLimit(let stop, let limit): "stop at \(stop), then \(limit) or better"
            case .trailingStop(.amount(let distance)): "stop \(distance) behind the best price"
            case .trailingStop(.basisPoints(let points)): "stop \(points) basis points behind the best price"
            }
        let name = symbol ?? instrument?.description ?? ""
        return "\(request.side.rawValue) \(request.quantity) \(name) \(type), \(request.timeInForce.rawValue)"
    }

    private func strategy(_ place: UInt16) -> String {
        guard let strategies = configuration?.strategies, strategies.indices.contains(Int(place)) else {
            return "#\(place)"
        }
        return strategies[Int(place)].name
    }

    private func whole(_ value: Any) -> JSON { JSON(reflecting: value, naming: configuration?.universe) }

    private func list(_ values: [some Any]) -> JSON { .array(values.map { whole($0) }) }

    private func orNothing(_ lines: [String], _ what: String) -> [String] {
        lines.isEmpty ? ["no \(what) for this instrument"] : lines
    }
}

extension RiskReason {
    /// The reason as an operator reads it.
    fileprivate var words: String {
        switch self {
        case .tier(let tier): "what adds risk is cut in \(tier.name)"
        case .killMode(let mode): "kill mode \(mode.name)"
        case .orderNotionalAboveLimit(let asked, let limit): "an order of \(asked) is above the limit of \(limit)"
        case .positionNotionalAboveLimit(let asked, let limit): "a position of \(asked) is above the limit of \(limit)"
        case .grossExposureAboveLimit(let asked, let limit):
            "a gross exposure of \(asked) is above the limit of \(limit)"
        case .noPrice: "no close has been seen"
        case .strategyDisabled: "the strategies that want it are switched off"
        case .ordersUnknown: "nobody knows whether an order of this instrument is at the venue"
        case .wouldCrossZero: "one order never crosses zero"
        case .belowMinimum(let minimum): "it is below the smallest quantity, \(minimum)"
        }
    }
}
