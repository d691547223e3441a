public import Contracts
import Kernel

/// The five stages of one book in a chain, without a log: what makes research fast.
public struct DirectHost: BookHost {
    private var features = FeatureStage()
    private var featureFrame = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [])
    private var chain: StageChain

    /// The stages at their start. The configuration was checked where it came from: a refusal here is our fault, and the process stops.
    public init(_ configuration: BookConfiguration, at instant: Timestamp) {
        do throws(ParameterError) {
            try features.configure(configuration)
            chain = try StageChain(configuration, plan: try FeaturePlan(configuration: configuration))
        } catch {
            preconditionFailure("a configuration that is run is valid: \(error)")
        }
    }

    public mutating func take(_ bars: borrowing BarFrame, into decided: inout [OrderEvent]) {
        features.fold(bars, into: &featureFrame)
        chain.take(bars, featureFrame, into: &decided)
    }

    public mutating func take(_ fill: Fill, into decided: inout [OrderEvent]) { chain.take(fill, into: &decided) }

    public mutating func take(_ event: OrderEvent, into decided: inout [OrderEvent]) {
        chain.take(event, into: &decided)
    }

    public mutating func take(
        _ action: CorporateAction, at instant: Timestamp, into decided: inout [OrderEvent]
    ) {
        features.apply(action)
        chain.take(action, at: instant, into: &decided)
    }

    public mutating func take(_ state: AccountState, into decided: inout [OrderEvent]) {
        chain.take(state, into: &decided)
    }
}
