public import Contracts

/// Reads bars from CSV files, whoever wrote them.
///
/// Every line below the header becomes a bar or a named defect; none is passed over. Prices are exact to a billionth, rounded half to
/// even. The longest line is 64 KiB, and a file may have any size.
public struct BarFileReader: Sendable {
    /// `nil` lets the header say it.
    public var layout: BarLayout?
    public var badRows: BadRowPolicy
    /// How long the bars are; `nil` lets the stamps say it: dates are sessions, else the commonest step.
    public var interval: BarInterval?
    /// The symbol of a file that does not name one in a column; `nil` takes it from the file's name.
    public var symbol: Symbol?
    /// What was done to the prices; `nil` takes the layout's word.
    public var adjustment: Adjustment?
    private let calendar: TradingCalendar

    public init(layout: BarLayout? = nil, badRows: BadRowPolicy, calendar: TradingCalendar = .nyse) {
        self.layout = layout
        self.badRows = badRows
        self.calendar = calendar
    }

    /// Reads one file to its end.
    public func read(_ path: String) throws(BarFileError) -> BarFile {
        var source = try LineSource(path)
        try source.fill()
        try refusePacked(source.upcoming, path)
        let opened = try open(&source, path)
        var rows = try RowReader(
            file: path, opened: opened, badRows: badRows, symbol: symbol ?? FileName.symbol(of: path),
            calendar: calendar)
        try rows.readAll(&source)
        return try finished(rows, path)
    }

    /// Reads the header and looks at the first stamps, which together say what kind of file this is.
    private func open(_ source: inout LineSource, _ path: String) throws(BarFileError) -> OpenedFile {
        if source.upcoming.isEmpty { throw .empty(file: path) }
        if source.upcoming.starts(with: [0xEF, 0xBB, 0xBF]) { source.skip(3) }
        if let layout, layout.isHeaderless {
            let places = ColumnPlaces(headerless: layout)
            let stamps = firstStamps(source.upcoming, layout, places)
            return OpenedFile(layout: layout, places: places, isDaily: isDaily(layout, stamps), linesBefore: 0)
        }
        let names = try headerNames(&source, path)
        var layout = layout ?? .detected(header: names, firstStamp: nil)
        let places = try ColumnPlaces(layout, header: names, file: path)
        let stamps = firstStamps(source.upcoming, layout, places)
        guard self.layout == nil else {
            return OpenedFile(layout: layout, places: places, isDaily: isDaily(layout, stamps), linesBefore: 1)
        }
        layout = .detected(header: names, firstStamp: stamps.first)
        return OpenedFile(
            layout: layout, places: try ColumnPlaces(layout, header: names, file: path),
            isDaily: isDaily(layout, stamps), linesBefore: 1)
    }

    private func headerNames(_ source: inout LineSource, _ path: String) throws(BarFileError) -> [String] {
        guard let line = try source.next() else { throw .missingColumn(file: path, column: "Date") }
        guard !line.isTooLong else {
            let reason = RowDefect.Reason.lineTooLong(bytes: line.length, limit: LineSource.longestLine)
            throw .badRow(RowDefect(file: path, line: 1, reason: reason))
        }
        let text = String(decoding: line.bytes, as: UTF8.self)
        return text.split(separator: ",", omittingEmptySubsequences: false).map { name in
            let isQuoted = name.count >= 2 && name.hasPrefix("\"") && name.hasSuffix("\"")
            return (isQuoted ? name.dropFirst().dropLast() : name).lowercased()
        }
    }

    /// The stamps of up to eight lines, those that can be read as dates.
    private func firstStamps(
        _ bytes: UnsafeBufferPointer<UInt8>, _ layout: BarLayout, _ places: ColumnPlaces
    ) -> [CivilStamp] {
        var cutter = FieldCutter(expected: places.count)
        var stamps: [CivilStamp] = []
        for line in bytes.prefix(8 * 1024).split(separator: UInt8(ascii: "\n"), maxSplits: 8).prefix(8) {
            let isEnded = line.last == UInt8(ascii: "\r")
            // A line that can't be cut says nothing here; it becomes a defect when it is read.
            guard (try? cutter.cut(UnsafeBufferPointer(rebasing: isEnded ? line.dropLast() : line))) != nil,
                let stamp = layout.civilStamp(cutter[places.stamp], time: places.time.map { cutter[$0] })
            else { continue }
            stamps.append(stamp)
        }
        return stamps
    }

    /// Whether the rows are days: all begin at midnight, where the interval asked for does not say.
    private func isDaily(_ layout: BarLayout, _ stamps: [CivilStamp]) -> Bool {
        switch layout.stamp {
        case .epochNanoseconds, .millisecondsOfDay: false
        case .civil, .civilInTwoColumns, .compact: interval?.isSession ?? stamps.allSatisfy(\.isMidnight)
        }
    }

    private func refusePacked(_ bytes: UnsafeBufferPointer<UInt8>, _ path: String) throws(BarFileError) {
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { throw .packed(file: path, kind: "zip") }
        if bytes.starts(with: [0x1F, 0x8B]) { throw .packed(file: path, kind: "gzip") }
    }

    private func finished(_ rows: consuming RowReader, _ path: String) throws(BarFileError) -> BarFile {
        let (opened, quarantined, actions, rowCount) = (rows.opened, rows.quarantined, rows.actions, rows.rowCount)
        let filled = zip(rows.symbols, rows.builders).filter { $1.count > 0 }
        guard !filled.isEmpty else {
            return BarFile(
                layout: opened.layout, series: [], actions: [], quarantined: quarantined, rowCount: rowCount)
        }
        let stated = interval ?? (opened.isDaily ? .session : filled.compactMap(\.1.commonestStep).min())
        guard let stated else { throw .noInterval(file: path) }
        let series = filled.map { symbol, builder in
            var builder = builder
            if opened.layout.stampsBeginning, !opened.isDaily { builder.shift(bySeconds: stated.seconds) }
            var identity = SeriesIdentity(
                symbol: symbol, interval: stated, adjustment: adjustment ?? opened.layout.adjustment,
                source: opened.layout.name)
            identity.isCloseOnly = opened.layout.columns == .closeOnly
            identity.hasRoundedVolume = opened.layout.roundsVolume
            return builder.finished(as: identity)
        }
        return BarFile(
            layout: opened.layout, series: series, actions: actions, quarantined: quarantined, rowCount: rowCount)
    }
}

/// A file whose header has been understood.
struct OpenedFile {
    let layout: BarLayout
    let places: ColumnPlaces
    /// The rows are days rather than shorter intervals.
    let isDaily: Bool
    /// 1 where there is a header.
    let linesBefore: Int
}

extension BarLayout {
    /// The civil stamp of a row; `nil` where the bytes are none, or the layout counts time in another way.
    @inline(__always)
    func civilStamp(_ field: UnsafeBufferPointer<UInt8>, time: UnsafeBufferPointer<UInt8>?) -> CivilStamp? {
        switch stamp {
        case .civil: return CivilStamp(field)
        case .compact: return compactStamp(field)
        case .civilInTwoColumns:
            guard let date = CivilStamp(field), date.ofDay == nil, let time,
                let (ofDay, end) = timeOfDay(time, from: 0), end == time.count
            else { return nil }
            return CivilStamp(date: date.date, ofDay: ofDay)
        case .epochNanoseconds, .millisecondsOfDay: return nil
        }
    }
}
