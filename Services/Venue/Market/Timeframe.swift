import Contracts

/// The length of the bars a client asks for: `1Min`, `2Hour`, `1Day`, `1Week`, `3Month`.
enum Timeframe: Hashable, Sendable {
    case minutes(Int64)
    case days
    case weeks
    case months(Int)

    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "Min", "T": guard (1...59).contains(count) else { return nil }; self = .minutes(count)
        case "Hour", "H": guard (1...23).contains(count) else { return nil }; self = .minutes(count * 60)
        case "Day", "D": guard count == 1 else { return nil }; self = .days
        case "Week", "W": guard count == 1 else { return nil }; self = .weeks
        case "Month", "M": guard [1, 2, 3, 4, 6, 12].contains(count) else { return nil }; self = .months(Int(count))
        default: return nil
        }
    }

    var isIntraday: Bool {
        if case .minutes = self { return true }
        return false
    }

    /// The start of the interval that an instant belongs to. Days and longer begin at midnight in New York.
    func start(of instant: Timestamp) -> Timestamp {
        switch self {
        case .minutes(let count):
            let length = count * 60 * nanosPerUnit
            let rest = instant.nanoseconds % length
            return Timestamp(nanoseconds: instant.nanoseconds - (rest < 0 ? rest + length : rest))
        case .days: return midnight(NewYork.date(at: instant))
        case .weeks:
            let date = NewYork.date(at: instant)
            return midnight(date + Int32(-((date.weekday + 6) % 7)))
        case .months(let count):
            let date = NewYork.date(at: instant)
            let month = (date.month - 1) / count * count + 1
            return midnight(TradingDate(year: date.year, month: month, day: 1) ?? date)
        }
    }

    /// Merges finer bars, ascending, into bars of this length.
    func merge(_ bars: [TimedBar]) -> [TimedBar] {
        var merged: [TimedBar] = []
        for bar in bars {
            let start = start(of: bar.start)
            if let last = merged.indices.last, merged[last].start == start {
                merged[last].absorb(bar.bar)
            } else {
                merged.append(TimedBar(start: start, bar: bar.bar))
            }
        }
        return merged
    }
}

/// Midnight in New York, the start of a daily bar.
func midnight(_ date: TradingDate) -> Timestamp { NewYork.instant(on: date, hour: 0, minute: 0) }
