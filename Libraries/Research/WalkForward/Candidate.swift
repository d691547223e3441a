public import Backtesting
public import Contracts
import Exchange
import Kernel

/// One point of a grid: the parameters that are varied, and the book that runs with them.
public struct Candidate: Hashable, Sendable {
    /// The varied parameters, in the order of the grid.
    public let parameters: [StrategyConfiguration.Parameter]
    public let book: BookConfiguration

    public init(parameters: [StrategyConfiguration.Parameter], book: BookConfiguration) {
        self.parameters = parameters
        self.book = book
    }
}

extension SearchSpace {
    /// One for each point that the strategy can be run with, in the order of the grid.
    public var candidates: [Candidate] {
        (0..<grid.count).compactMap { place in
            guard refusal(of: place) == nil else { return nil }
            let parameters = zip(grid.axes, grid.values(of: place)).map {
                StrategyConfiguration.Parameter(name: $0.name, value: $1)
            }
            return Candidate(parameters: parameters, book: book(at: place))
        }
    }
}

/// What is kept of a candidate's run: equity at the ends of sessions, and how often it traded.
public struct CandidateRecord: RunRecord, Hashable {
    public private(set) var summary: SummaryRecord
    private var trips = TripTally()

    /// Round trips begun, one that is still open among them.
    public var trades: Int { trips.begun }

    public init(startingCash: Money) { summary = SummaryRecord(startingCash: startingCash) }

    public mutating func placed(_ order: TradingRecord.PlacedOrder) { summary.placed(order) }

    public mutating func executed(_ fill: Fill) {
        summary.executed(fill)
        trips.add(fill)
    }

    public mutating func booked(_ action: CorporateAction) { trips.book(action) }

    public mutating func closed(_ at: Timestamp, equity: Money, endsSession: Bool) {
        summary.closed(at, equity: equity, endsSession: endsSession)
    }

    public mutating func closed(_ instants: Span<Timestamp>, equities: Span<Money>, endsSession: Span<Bool>) {
        summary.closed(instants, equities: equities, endsSession: endsSession)
    }
}

/// Runs every candidate over the same frames, each from its own starting cash.
///
/// Books that can't be run were refused when the study was made, so a refusal here is our fault, and the process stops.
func run(
    _ candidates: [Candidate], rules: ExchangeRules, actions: [CorporateAction], over source: some FrameSource
) -> [CandidateRecord] {
    do throws(ParameterError) {
        return try SweepRunner<CandidateRecord>(candidates.map(\.book), rules: rules, actions: actions).run(source)
    } catch {
        preconditionFailure("a candidate that is run is valid: \(error)")
    }
}
