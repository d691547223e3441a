import Contracts
import Foundation

/// One line that says how far a long run has come. Redrawn in place on a terminal, printed now and then elsewhere.
struct ProgressBar {
    private let total: Int
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let startedAt = ContinuousClock.now
    private var drawnAt: ContinuousClock.Instant?
    private var drawnShare = 0

    init(total: Int) { self.total = total }

    /// Shows that `done` of the total are done, and what `details` says after so many seconds.
    ///
    /// It is asked only when something is drawn.
    mutating func show(_ done: Int, details: (Double) -> String) {
        let now = ContinuousClock.now
        if isTerminal {
            if let drawnAt, drawnAt.duration(to: now) < .milliseconds(100), done < total { return }
            drawnAt = now
            write("\r\u{1B}[K" + line(done, details(seconds(until: now))) + (done == total ? "\n" : ""))
        } else if done * 20 / max(total, 1) > drawnShare {
            drawnShare = done * 20 / max(total, 1)
            write(line(done, details(seconds(until: now))) + "\n")
        }
    }

    /// Writes a message without tearing the bar.
    func interrupt(with message: String) {
        write((isTerminal ? "\r\u{1B}[K" : "") + message + "\n")
    }

    private func seconds(until now: ContinuousClock.Instant) -> Double { startedAt.duration(to: now) / .seconds(1) }

    private func line(_ done: Int, _ details: String) -> String {
        let width = 28
        let filled = done * width / max(total, 1)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return "\(bar) \(done * 100 / max(total, 1)) %  \(details)"
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// An amount to the cent with thousands apart: `1,234,567.80`.
func dollars(_ money: Money) -> String {
    let cents = money.roundedToCents.magnitude.nanos / 10_000_000
    var whole = String(cents / 100)
    var place = whole.count - 3
    while place > 0 {
        whole.insert(",", at: whole.index(whole.startIndex, offsetBy: place))
        place -= 3
    }
    let rest = cents % 100
    return (money < .zero ? "-" : "") + whole + "." + (rest < 10 ? "0\(rest)" : "\(rest)")
}
