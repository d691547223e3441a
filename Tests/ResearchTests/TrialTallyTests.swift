import Contracts
import Quant
import Research
import Testing

@Suite struct `A tally of trials` {
    @Test(arguments: UInt64(0)..<20) func `adds up to what all trials at once have`(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        let sharpes = (0..<60).map { _ in chance.normal() * 0.1 }
        var parts = [TrialTally](repeating: TrialTally(), count: 3)
        for sharpe in sharpes {
            parts[chance.next() % 3 == 0 ? 0 : Int(chance.next() % 3)].add(TrialTally(sharpe: sharpe))
        }
        var whole = TrialTally()
        for part in parts { whole.add(part) }
        let expected = try Trials(sharpes: sharpes)
        #expect(whole.trials == 60 && whole.sharpes == 60)
        #expect(abs(whole.variance - expected.variance) < 1e-14)
        #expect(abs(whole.mean - sharpes.reduce(0, +) / 60) < 1e-14)
    }

    @Test func `counts trials without a Sharpe ratio, and deflates by the others`() throws {
        let evidence = try SharpeEvidence(sharpe: 0.1, observations: 500)
        var tally = TrialTally(sharpe: nil)
        #expect(tally.deflatedSharpe(evidence) == nil)
        tally.add(TrialTally(sharpe: 0.1))
        #expect(tally.trials == 2 && tally.sharpes == 1)
        // A single trial is no choice, so that there is nothing to deflate.
        #expect(tally.deflatedSharpe(evidence) == evidence.probability(above: 0))
    }

    @Test func `makes the best less sure of itself with every trial`() throws {
        let evidence = try SharpeEvidence(sharpe: 0.1, observations: 500)
        var tally = TrialTally(sharpe: 0.1)
        var chances: [Double] = []
        for trial in 0..<5 {
            tally.add(TrialTally(sharpe: trial.isMultiple(of: 2) ? 0.02 : -0.02))
            tally.add(TrialTally(sharpe: trial.isMultiple(of: 2) ? -0.06 : 0.06))
            chances.append(try #require(tally.deflatedSharpe(evidence)))
        }
        #expect(chances == chances.sorted(by: >) && Set(chances).count == 5)
    }
}
