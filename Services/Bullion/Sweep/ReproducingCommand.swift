import Foundation

/// The `bullion backtest` that runs one point of a sweep alone: the sweep's own words without those that only a sweep knows, and the point's
/// parameters.
enum ReproducingCommand {
    /// Options with a value that `bullion sweep` has and `bullion backtest` has not, or that name the sweep's own files.
    private static let sweepOnly: Set<String> = [
        "--grid", "--random", "--tpe", "--batch", "--search-seed", "--objective", "--minimum-trades", "--shard",
        "--jobs", "--resume", "--ledger", "--json",
    ]

    static func line(from arguments: [String], parameters: [String: Double]) -> String {
        var words = ["bullion", "backtest"]
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if sweepOnly.contains(word) {
                _ = rest.popFirst()
            } else if word != "--quiet", !sweepOnly.contains(String(word.prefix { $0 != "=" })) {
                words.append(quoted(word))
            }
        }
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            words += ["--param", quoted("\(name)=\(number(value))")]
        }
        return words.joined(separator: " ")
    }

    /// As a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_=./:,+".contains($0)) }
        return isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}

/// A number without a needless `.0`.
func number(_ value: Double) -> String { Int(exactly: value).map { "\($0)" } ?? "\(value)" }
