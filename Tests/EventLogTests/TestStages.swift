import Contracts
import Foundation
import Synchronization

/// Answers every due with a point that holds the sum of all cycles so far.
struct Adder: Stage, Equatable {
    static let author = Author.features
    static let wakingKinds: [EventKind] = [.reconciliationDue]
    var count = 0
    var sum: UInt64 = 0
    var seen: [UInt64] = []
    var peak = -Double.infinity

    mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        guard case .reconciliationDue(let due) = entry.event else { preconditionFailure("only own kinds arrive") }
        count += 1
        sum += due.cycle
        seen.append(entry.offset.rawValue)
        outputs.append(
            .macroPoint(
                MacroPoint(
                    series: "sum", period: TradingDate(daysSinceEpoch: Int32(count)), knownAt: entry.at,
                    value: Double(sum))))
    }
}

/// Answers every point with two alarms.
struct Doubler: Stage {
    static let author = Author.strategy
    static let wakingKinds: [EventKind] = [.macroPoint]
    var count = 0

    mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        guard case .macroPoint(let point) = entry.event else { preconditionFailure("only own kinds arrive") }
        count += 1
        for part in 0..<2 {
            outputs.append(.dataAlarm(DataAlarm(reason: .gap, source: "part \(part)", detail: "\(Int(point.value))")))
        }
    }
}

/// Answers every second alarm with a closed session.
struct Closer: Stage {
    static let author = Author.risk
    static let wakingKinds: [EventKind] = [.dataAlarm]
    var count = 0

    mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        count += 1
        if count.isMultiple(of: 2) {
            outputs.append(.sessionClosed(SessionClosed(session: TradingDate(daysSinceEpoch: Int32(count / 2)))))
        }
    }
}

/// Errors of several threads.
final class Failures: Sendable {
    private let errors = Mutex<[any Error]>([])
    func add(_ error: any Error) { errors.withLock { $0.append(error) } }
    var first: (any Error)? { errors.withLock { $0.first } }
}
