/// What to do with a row that has a defect. Neither choice is silent.
public enum BadRowPolicy: String, Hashable, Sendable, CaseIterable {
    /// Leave the row out and name it among the quarantined.
    case quarantine
    /// Throw the first defect.
    case stop
}

/// Why a file of bars could not be read.
public enum BarFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file could not be opened or read; `reason` is the system's.
    case unreadable(file: String, reason: String)
    case empty(file: String)
    /// A zip or gzip archive, which has to be unpacked first.
    case packed(file: String, kind: String)
    case missingColumn(file: String, column: String)
    case repeatedColumn(file: String, column: String)
    case otherHeader(file: String, found: String, wanted: String)
    /// The rows hold the time of day alone, and the file's name begins with no date.
    case noDateInName(file: String)
    /// No symbol was given, and neither a column nor the file's name says one.
    case noSymbol(file: String)
    /// The stamps do not say how long the bars are.
    case noInterval(file: String)
    /// A row had a defect and the policy is `stop`; or it was the header, without which no row can be read.
    case badRow(RowDefect)

    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): \(reason)"
        case .empty(let file): "\(file):1: the file is empty; it needs a header such as Date,Open,High,Low,Close"
        case .packed(let file, let kind): "\(file): this is a \(kind) archive; unpack it and read the CSV inside"
        case .missingColumn(let file, let column): "\(file):1: column \(column) is missing"
        case .repeatedColumn(let file, let column): "\(file):1: column \(column) is there twice"
        case .otherHeader(let file, let found, let wanted):
            "\(file):1: the header is \"\(found)\", and it must be \(wanted)"
        case .noDateInName(let file):
            "\(file): its rows hold no date, so its name must begin with one, such as 20131007_spy_minute_trade.csv"
        case .noSymbol(let file): "\(file): neither a column nor the file's name says the symbol; name it"
        case .noInterval(let file): "\(file): its stamps do not say how long a bar is; name the interval, such as 1min"
        case .badRow(let defect): defect.description
        }
    }
}
