import Contracts

/// Dividends and splits from a file of their own: a CSV with the header `ex_date,symbol,dividend,split`.
///
/// A row has a dividend in cash per share (`0.25`), a split as new shares for old ones (`8:1`, or `1:8` for one that makes fewer), or
/// both; what it hasn't is left empty. A row with a defect is never left out: without it every position after it would be wrong.
public enum ActionFile {
    static let columns = ["ex_date", "symbol", "dividend", "split"]

    /// All actions of the file, in the order of its rows.
    public static func read(_ path: String) throws(BarFileError) -> [RecordedAction] {
        var source = try LineSource(path)
        let header = try source.next()?.text ?? ""
        let wanted = columns.joined(separator: ",")
        guard header == wanted else { throw .otherHeader(file: path, found: header, wanted: wanted) }
        var rows = ActionRows()
        var number = 1
        while let line = try source.next() {
            number += 1
            do throws(Refusal) {
                try rows.take(line)
            } catch {
                throw .badRow(RowDefect(file: path, line: number, reason: error.reason))
            }
        }
        return rows.actions
    }
}

/// The rows read so far.
private struct ActionRows: ~Copyable {
    private(set) var actions: [RecordedAction] = []
    private var cutter = FieldCutter(expected: ActionFile.columns.count)
    private var known: Set<RecordedAction.Occasion> = []

    mutating func take(_ line: Line) throws(Refusal) {
        guard !line.isTooLong else {
            throw Refusal(reason: .lineTooLong(bytes: line.length, limit: LineSource.longestLine))
        }
        try cutter.cut(line.bytes)
        guard let exDate = TradingDate(cutter.text(0)) else { throw Refusal(reason: .notADate(cutter.text(0))) }
        guard let symbol = Symbol(cutter.text(1)) else { throw Refusal(reason: .notASymbol(cutter.text(1))) }
        let changes = [try dividend(), try split()].compactMap { $0 }
        guard !changes.isEmpty else { throw Refusal(reason: .noAction) }
        for change in changes {
            let action = RecordedAction(symbol: symbol, exDate: exDate, change: change)
            guard known.insert(action.occasion).inserted else {
                throw Refusal(reason: .repeatedAction(symbol, exDate))
            }
            actions.append(action)
        }
    }

    private func dividend() throws(Refusal) -> CorporateAction.Change? {
        if cutter[2].isEmpty { return nil }
        guard let nanos = decimalNanos(cutter[2]) else {
            throw Refusal(reason: .notANumber(column: "dividend", cutter.text(2)))
        }
        guard nanos > 0 else { throw Refusal(reason: .notAboveZero(column: "dividend", Price(nanos: nanos))) }
        return .dividend(perShare: Price(nanos: nanos))
    }

    private func split() throws(Refusal) -> CorporateAction.Change? {
        if cutter[3].isEmpty { return nil }
        let parts = cutter.text(3).split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 2, let new = parts[0], let old = parts[1], (1...1_000_000).contains(new),
            (1...1_000_000).contains(old), new != old
        else { throw Refusal(reason: .notASplit(cutter.text(3))) }
        return .split(new: new, old: old)
    }
}

extension RecordedAction {
    /// What happens once at most: a split, or a dividend, of one symbol on one date.
    struct Occasion: Hashable {
        let symbol: Symbol
        let exDate: TradingDate
        let isSplit: Bool
    }

    var occasion: Occasion {
        if case .split = change { return Occasion(symbol: symbol, exDate: exDate, isSplit: true) }
        return Occasion(symbol: symbol, exDate: exDate, isSplit: false)
    }
}
