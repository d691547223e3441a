internal import Backtesting
public import Contracts
public import Exchange

/// The stages of a book as a source of decisions: views, targets and orders, bar by bar.
///
/// The stages see one frame after another and can't look ahead by construction; this puts that to the test, the exchange and the account
/// included.
public struct BookDecisions: DecisionSource, Sendable {
    private let configuration: BookConfiguration
    private let rules: ExchangeRules
    /// When bars are due. The calendar is no secret, so a series that ends early still ends its sessions where they end.
    private let schedule: [(at: Timestamp, session: TradingDate)]

    /// - Parameters:
    ///   - configuration: a valid book; an invalid one stops the process, as with any host.
    ///   - frames: the series that the proof is about; only its instants and sessions are read.
    public init(_ configuration: BookConfiguration, rules: ExchangeRules, on frames: [BarFrame]) {
        self.configuration = configuration
        self.rules = rules
        schedule = frames.map { ($0.at, $0.session) }
    }

    public func decisions(over frames: [BarFrame]) -> [[Decision]] {
        var series = frames
        if frames.count < schedule.count {
            let next = schedule[frames.count]
            series.append(
                BarFrame(
                    at: next.at, session: next.session,
                    bars: Array(repeating: nil, count: configuration.universe.count)))
        }
        let (_, host) = Backtest<LogHost>(configuration: configuration, rules: rules).run(FrameList(series))
        return Self.decisions(in: host.log, frames: frames.count)
    }

    /// What was decided on each frame. What an order's fate led to, once the exchange had answered, is counted with the next frame: the
    /// exchange may have met that frame already.
    private static func decisions(in log: MemoryLog, frames: Int) -> [[Decision]] {
        var decided: [[Decision]] = []
        var later: [Decision] = []
        var hasAnswer = false
        for entry in log.entries {
            if case .barFrame = entry.event {
                decided.append(later)
                later.removeAll()
                hasAnswer = false
            } else if entry.by == .gateway {
                hasAnswer = true
            } else if hasAnswer || decided.isEmpty {
                later += decisions(of: entry)
            } else {
                decided[decided.count - 1] += decisions(of: entry)
            }
        }
        return Array(decided.prefix(frames))
    }

    private static func decisions(of entry: Entry) -> [Decision] {
        switch entry.event {
        case .signalFrame(let frame):
            return frame.signals.map {
                Decision(
                    .view(strategy: Int($0.strategy)), of: $0.instrument, $0.weight,
                    terms: $0.confidence == 1 ? "" : "confidence \($0.confidence)")
            }
        case .targetFrame(let frame):
            return frame.targets.map { Decision(.target, of: $0.instrument, $0.quantity.approximation) }
        case .orderEvent(let event) where entry.by == .oms:
            guard case .submitting(let request) = event.change else { return [] }
            let quantity = request.quantity.approximation * Double(request.side.sign)
            return [
                Decision(
                    .order, of: event.instrument, quantity, terms: "\(request.type) \(request.timeInForce.rawValue)")
            ]
        default: return []  // The log holds much that is no decision.
        }
    }
}
