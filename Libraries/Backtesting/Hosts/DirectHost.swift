public import Contracts
public import Exchange
import Kernel

/// The five stages of one book in a chain, without a log: what makes research fast.
public struct DirectHost: BookHost {
    public static func run(
        _ configuration: BookConfiguration, rules: ExchangeRules, actions: [CorporateAction],
        over source: some FrameSource
    ) -> (record: FullRecord, host: DirectHost) {
        var runner: SweepRunner<FullRecord>
        do throws(ParameterError) {
            runner = try SweepRunner([configuration], rules: rules, actions: actions)
        } catch {
            preconditionFailure("a configuration that is run is valid: \(error)")
        }
        return (runner.run(source)[0], DirectHost())
    }
}
