public import Contracts

/// One line of a file that can't be used, and why. Reads as `GLD.csv:812: Close …`.
public struct RowDefect: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable, CustomStringConvertible {
        case fieldCount(Int, expected: Int)
        case notADate(String)
        case notAStamp(column: String, String)
        case notANumber(column: String, String)
        case notAWholeNumber(column: String, String)
        case notASymbol(String)
        case bar(BarDefect)
        case belowZero(column: String, Price)
        case dateOutOfOrder(TradingDate, after: TradingDate)
        /// The date is there twice, with different numbers.
        case duplicateDate(TradingDate)
        /// The row says again what the one before it said.
        case repeatedDate(TradingDate)
        case stampOutOfOrder(Timestamp, after: Timestamp)
        case duplicateStamp(Timestamp)
        case repeatedStamp(Timestamp)
        case notASession(TradingDate)
        /// The last line has no line end and ends in a field that is read, so it may be cut.
        case truncated
        case lineTooLong(bytes: Int, limit: Int)
        case notUTF8
        /// There is a header and nothing below it.
        case noRows
        case notAboveZero(column: String, Price)
        case notASplit(String)
        /// A row of actions in which nothing happens.
        case noAction
        case repeatedAction(Symbol, TradingDate)

        public var description: String {
            switch self {
            case .fieldCount(let count, let expected): "\(count) fields where the header has \(expected)"
            case .notADate(let text): "Date \"\(text)\" is not a date such as 2025-06-30"
            case .notAStamp(let column, let text): "\(column) \"\(text)\" is not a time of the file's form"
            case .notANumber(let column, let text): "\(column) \"\(text)\" is not a decimal number"
            case .notAWholeNumber(let column, let text): "\(column) \"\(text)\" is not a whole number"
            case .notASymbol(let text): "Symbol \"\(text)\" is not a symbol (1 to 12 of A–Z, 0–9, . and -)"
            case .bar(let defect): defect.description
            case .belowZero(let column, let value): "\(column) is \(value), and it is never below zero"
            case .dateOutOfOrder(let date, let before): "Date \(date) comes after \(before): dates must ascend"
            case .duplicateDate(let date): "Date \(date) is there twice"
            case .repeatedDate(let date): "Date \(date) is there twice, with the same numbers"
            case .stampOutOfOrder(let time, let before): "\(time) comes after \(before), against the order of the file"
            case .duplicateStamp(let time): "\(time) is there twice, with different numbers"
            case .repeatedStamp(let time): "\(time) is there twice, with the same numbers"
            case .notASession(let date): "Date \(date) is not a session of the New York Stock Exchange"
            case .truncated: "the last line has no line end, so it may be cut"
            case .lineTooLong(let bytes, let limit): "the line has \(bytes) bytes, and the limit is \(limit)"
            case .notUTF8: "the line is not UTF-8"
            case .noRows: "the file has a header and no rows"
            case .notAboveZero(let column, let value): "\(column) is \(value), and it must be above zero"
            case .notASplit(let text):
                "split \"\(text)\" is not new shares for old ones such as 2:1 (two different numbers within 1 to 1000000)"
            case .noAction: "there is neither a dividend nor a split"
            case .repeatedAction(let symbol, let date): "\(symbol) has two of a kind on \(date)"
            }
        }

        /// Whether an instant is there twice, with the same numbers or with others.
        public var isDuplicate: Bool {
            switch self {
            case .duplicateDate, .repeatedDate, .duplicateStamp, .repeatedStamp: true
            case .fieldCount, .notADate, .notAStamp, .notANumber, .notAWholeNumber, .notASymbol, .bar, .belowZero,
                .dateOutOfOrder, .stampOutOfOrder, .notASession, .truncated, .lineTooLong, .notUTF8, .noRows,
                .notAboveZero,
                .notASplit, .noAction, .repeatedAction:
                false
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

/// A row's defect before its file and line are known.
struct Refusal: Error {
    let reason: RowDefect.Reason
}
