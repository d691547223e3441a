public import Contracts

/// Why a bar can't be true, with the numbers.
public enum BarDefect: Hashable, Sendable, CustomStringConvertible {
    case notPositive(field: String, Price)
    case highBelowLow(high: Price, low: Price)
    case openOutsideRange(Price, low: Price, high: Price)
    case closeOutsideRange(Price, low: Price, high: Price)
    case negativeVolume(Int64)

    public var description: String {
        switch self {
        case .notPositive(let field, let price): "\(field) is \(price), and a price is above zero"
        case .highBelowLow(let high, let low): "High \(high) is below Low \(low)"
        case .openOutsideRange(let price, let low, let high): "Open \(price) is outside Low \(low) … High \(high)"
        case .closeOutsideRange(let price, let low, let high): "Close \(price) is outside Low \(low) … High \(high)"
        case .negativeVolume(let volume): "Volume is \(volume), and shares traded are never negative"
        }
    }
}

extension Bar {
    /// The first reason not to believe this bar; `nil` when it is sound. Files and streams are held to the same checks.
    public var defect: BarDefect? {
        if open.nanos <= 0 { return .notPositive(field: "Open", open) }
        if high.nanos <= 0 { return .notPositive(field: "High", high) }
        if low.nanos <= 0 { return .notPositive(field: "Low", low) }
        if close.nanos <= 0 { return .notPositive(field: "Close", close) }
        if high < low { return .highBelowLow(high: high, low: low) }
        if open < low || open > high { return .openOutsideRange(open, low: low, high: high) }
        if close < low || close > high { return .closeOutsideRange(close, low: low, high: high) }
        if volume < 0 { return .negativeVolume(volume) }
        return nil
    }
}
