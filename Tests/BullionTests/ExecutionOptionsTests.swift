import ArgumentParser
import Contracts
import Exchange
import Testing

@testable import bullion

@Suite struct `Execution options` {
    private func rules(_ arguments: String...) throws -> ExchangeRules {
        try ExecutionOptions.parse(arguments).rules()
    }

    @Test func `left out are ten basis points and one a trade, at the next open`() throws {
        #expect(try rules() == .standard)
    }

    @Test func `name each model`() throws {
        #expect(try rules("--spread-bps", "6").slippage == .halfSpread(basisPoints: 6))
        #expect(
            try rules("--spread-bps", "6", "--impact", "40").slippage
                == .squareRootImpact(spreadBasisPoints: 6, fullVolumeBasisPoints: 40))
        #expect(try rules("--commission-bps", "3").commission == .basisPoints(3))
        #expect(try rules("--fill", "signal-close").fill == .signalClose)
    }

    @Test(arguments: [
        ["--slippage-bps", "1001"], ["--slippage-bps", "1", "--spread-bps", "1"], ["--commission", "-1"],
        ["--commission", "1", "--commission-bps", "1"], ["--fill", "yesterday"], ["--fees", "eu"],
        ["--participation", "10001"],
    ])
    func `out of range or in conflict are refused by name`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try ExecutionOptions.parse(arguments) }
        #expect(error.map { ExecutionOptions.message(for: $0).contains(arguments[0]) } == true)
    }
}
