/// What all figures of a validation say together, in plain words, with the thresholds that they were held against.
struct StudyVerdict: Encodable {
    /// The figures that decide. One that the runs can't define is absent, and doesn't pass: what can't be measured isn't shown.
    struct Evidence {
        let overfitting: Double?
        let deflatedSharpe: Double?
        /// The lower end of the bootstrap's interval.
        let lowestSharpe: Double?
        /// The share of cross-validation's paths with a Sharpe ratio above 0.
        let pathsWithGain: Double?
        let returnAtTwiceCosts: Double?
        let profitWithoutBestTrade: Double?
    }

    struct Check: Encodable {
        let name: String
        let value: Double?
        let threshold: Double
        let passed: Bool
        /// What was found, with the threshold.
        let words: String
    }

    enum Conclusion: String, Encodable {
        case holdsUp = "holds up"
        case inDoubt = "in doubt"
        case notToBeTrusted = "not to be trusted"
    }

    let conclusion: Conclusion
    let checks: [Check]
    let paragraph: String

    init(_ evidence: Evidence) {
        checks = [
            Check(
                "overfitting", evidence.overfitting, atMost: 0.2,
                "the probability of backtest overfitting is", "at most 20 %; a coin toss is 50 %", percent),
            Check(
                "deflated Sharpe", evidence.deflatedSharpe, atLeast: 0.95,
                "the chance that its Sharpe ratio is above what the best of all trials shows by luck is",
                "at least 95 %", percent),
            Check(
                "bootstrap", evidence.lowestSharpe, above: 0,
                "the lower end of the Sharpe ratio's 95 % interval is", "above 0", plain),
            Check(
                "paths", evidence.pathsWithGain, atLeast: 0.8,
                "the share of cross-validated paths with a Sharpe ratio above 0 is", "at least 80 %", percent),
            Check(
                "costs", evidence.returnAtTwiceCosts, above: 0,
                "its return at twice the costs is", "above 0", percent),
            Check(
                "one lucky trade", evidence.profitWithoutBestTrade, above: 0,
                "its profit without the best trade is", "above 0", plain),
        ]
        let failed = checks.filter { !$0.passed }
        let misleads = evidence.overfitting.map { $0 > 0.5 } ?? true
        conclusion = failed.isEmpty ? .holdsUp : failed.count > 2 || misleads ? .notToBeTrusted : .inDoubt
        paragraph = Self.paragraph(conclusion, failed, of: checks.count)
    }

    private static func paragraph(_ conclusion: Conclusion, _ failed: [Check], of count: Int) -> String {
        let advice =
            switch conclusion {
            case .holdsUp: "Nothing here speaks against the choice; walk-forward and paper trading are the next tests."
            case .inDoubt: "Look at what failed before any money follows it."
            case .notToBeTrusted: "What the best of this grid earned says little about what it will earn."
            }
        let found = failed.isEmpty ? "All \(count) checks pass." : "\(failed.count) of \(count) checks failed: "
        return "The result is \(conclusion == .holdsUp ? "one that holds up" : conclusion.rawValue). " + found
            + failed.map(\.words).joined(separator: "; ") + (failed.isEmpty ? " " : ". ") + advice
    }
}

extension StudyVerdict.Check {
    fileprivate init(
        _ name: String, _ value: Double?, atMost threshold: Double, _ what: String, _ bound: String,
        _ text: (Double?) -> String
    ) {
        self.init(name, value, threshold, value.map { $0 <= threshold } ?? false, what, bound, text)
    }

    fileprivate init(
        _ name: String, _ value: Double?, atLeast threshold: Double, _ what: String, _ bound: String,
        _ text: (Double?) -> String
    ) {
        self.init(name, value, threshold, value.map { $0 >= threshold } ?? false, what, bound, text)
    }

    fileprivate init(
        _ name: String, _ value: Double?, above threshold: Double, _ what: String, _ bound: String,
        _ text: (Double?) -> String
    ) {
        self.init(name, value, threshold, value.map { $0 > threshold } ?? false, what, bound, text)
    }

    private init(
        _ name: String, _ value: Double?, _ threshold: Double, _ passed: Bool, _ what: String, _ bound: String,
        _ text: (Double?) -> String
    ) {
        let found = value == nil ? "can't be measured" : text(value)
        self.init(
            name: name, value: value, threshold: threshold, passed: passed,
            words: "\(what) \(found) (asked for: \(bound))")
    }
}
