public import Contracts

/// One line of a file that can't be used, and why. Reads as `GLD.csv:812: Close …`.
public struct RowDefect: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable, CustomStringConvertible {
        case fieldCount(Int, expected: Int)
        case notADate(String)
        case notANumber(column: String, String)
        case notAWholeNumber(column: String, String)
        case bar(BarDefect)
        case dateOutOfOrder(TradingDate, after: TradingDate)
        case duplicateDate(TradingDate)
        case notASession(TradingDate)
        /// The last line has no line end and ends in a field that is read, so it may be cut.
        case truncated
        case lineTooLong(bytes: Int, limit: Int)
        case notUTF8
        /// There is a header and nothing below it.
        case noRows

        public var description: String {
            switch self {
            case .fieldCount(let count, let expected): "\(count) fields where the header has \(expected)"
            case .notADate(let text): "Date \"\(text)\" is not a date such as 2025-06-30"
            case .notANumber(let column, let text): "\(column) \"\(text)\" is not a decimal number"
            case .notAWholeNumber(let column, let text): "\(column) \"\(text)\" is not a whole number"
            case .bar(let defect): defect.description
            case .dateOutOfOrder(let date, let before): "Date \(date) comes after \(before): dates must ascend"
            case .duplicateDate(let date): "Date \(date) is there twice"
            case .notASession(let date): "Date \(date) is not a session of the New York Stock Exchange"
            case .truncated: "the last line has no line end, so it may be cut"
            case .lineTooLong(let bytes, let limit): "the line has \(bytes) bytes, and the limit is \(limit)"
            case .notUTF8: "the line is not UTF-8"
            case .noRows: "the file has a header and no rows"
            }
        }
    }

    /// The path as it was opened.
    public let file: String
    /// Counted from 1, the header included.
    public let line: Int
    public let reason: Reason

    public init(file: String, line: Int, reason: Reason) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    public var description: String { "\(file):\(line): \(reason)" }
}
