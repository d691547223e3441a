/// Where the columns of a layout stand in one file.
struct ColumnPlaces {
    let stamp: Int
    /// The second column of a stamp in two.
    var time: Int?
    let open: Int
    let high: Int
    let low: Int
    let close: Int
    /// The same four of the ask, where these are the bid's.
    var ask: (open: Int, high: Int, low: Int, close: Int)?
    var volume: Int?
    var symbol: Int?
    var dividends: Int?
    var splits: Int?
    let count: Int

    /// The last field that is read: a line cut after it has lost nothing of ours.
    var lastRead: Int {
        let plain = [stamp, open, high, low, close].max() ?? 0
        return ([time, ask?.close, volume, symbol, dividends, splits].compactMap { $0 } + [plain]).max() ?? plain
    }

    /// Finds the columns by their names in a header, in any order and letter case.
    init(_ layout: BarLayout, header names: [String], file: String) throws(BarFileError) {
        func place(_ column: String) throws(BarFileError) -> Int? {
            let places = names.indices.filter { names[$0] == column.lowercased() }
            guard places.count < 2 else { throw .repeatedColumn(file: file, column: column) }
            return places.first
        }
        func required(_ column: String) throws(BarFileError) -> Int {
            guard let place = try place(column) else { throw .missingColumn(file: file, column: column) }
            return place
        }
        stamp = try required(layout.stampColumn)
        if layout.stamp == .civilInTwoColumns { time = try required("time") }
        if layout.namesSymbol { symbol = try required("symbol") }
        if layout.columns == .closeOnly {
            close = try required("Close")
            (open, high, low) = (close, close, close)
        } else {
            open = try required("Open")
            high = try required("High")
            low = try required("Low")
            close = try required("Close")
        }
        volume = try place("Volume")
        if layout.readsActions {
            dividends = try place("Dividends")
            splits = try place("Stock Splits")
        }
        count = names.count
    }

    /// The fixed places of a layout without a header.
    init(headerless layout: BarLayout) {
        (stamp, open, high, low, close) = (0, 1, 2, 3, 4)
        if layout.columns == .quotes {
            ask = (open: 6, high: 7, low: 8, close: 9)
            count = 11
        } else {
            volume = 5
            count = 6
        }
    }
}
