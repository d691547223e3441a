import Contracts

/// Reads the rows of one file: each becomes a bar of a symbol or a named defect.
struct RowReader: ~Copyable {
    let opened: OpenedFile
    private(set) var symbols: [Symbol] = []
    private(set) var builders: [BarSeriesBuilder] = []
    private(set) var actions: [RecordedAction] = []
    private(set) var quarantined: [RowDefect] = []
    private(set) var rowCount = 0

    /// Two hundred years from the epoch, in nanoseconds: so that no sum of a stamp and an interval overflows.
    private static let farthest: UInt64 = 200 * 365 * 86_400 * 1_000_000_000

    private let file: String
    private let badRows: BadRowPolicy
    private let calendar: TradingCalendar
    /// The date that the file's name begins with, where the rows say the time of day alone.
    private let dateOfName: TradingDate?
    private var cutter: FieldCutter
    private var orders: [RowOrder] = []
    private var placeOfSymbol: [String: Int] = [:]

    init(
        file: String, opened: OpenedFile, badRows: BadRowPolicy, symbol: Symbol?, calendar: TradingCalendar
    ) throws(BarFileError) {
        self.file = file
        self.opened = opened
        self.badRows = badRows
        self.calendar = calendar
        cutter = FieldCutter(expected: opened.places.count)
        dateOfName = FileName.date(of: file)
        if opened.layout.stamp == .millisecondsOfDay, dateOfName == nil { throw .noDateInName(file: file) }
        if !opened.layout.namesSymbol {
            guard let symbol else { throw .noSymbol(file: file) }
            _ = add(symbol)
        }
    }

    mutating func readAll(_ source: inout LineSource) throws(BarFileError) {
        while let line = try source.next() {
            rowCount += 1
            do throws(Refusal) {
                try take(line)
            } catch {
                try refuse(RowDefect(file: file, line: rowCount + opened.linesBefore, reason: error.reason))
            }
        }
        if rowCount == 0 { try refuse(RowDefect(file: file, line: 1, reason: .noRows)) }
    }

    private mutating func refuse(_ defect: RowDefect) throws(BarFileError) {
        guard badRows == .quarantine else { throw .badRow(defect) }
        quarantined.append(defect)
    }

    private mutating func take(_ line: Line) throws(Refusal) {
        guard !line.isTooLong else {
            throw Refusal(reason: .lineTooLong(bytes: line.length, limit: LineSource.longestLine))
        }
        try cutter.cut(line.bytes)
        let mayBeCut = !line.hasEnd && !opened.layout.lastLineMayBeUnended
        guard !mayBeCut || opened.places.lastRead < opened.places.count - 1 else { throw Refusal(reason: .truncated) }
        let series = try seriesPlace()
        let time = try time()
        try check(time, of: series)
        let bar = try bar()
        let actions = opened.layout.readsActions ? try actions(of: symbols[series], at: time) : []
        builders[series].append(bar, at: time)
        if !actions.isEmpty { self.actions += actions }
    }

    /// Which series the row belongs to.
    private mutating func seriesPlace() throws(Refusal) -> Int {
        guard let column = opened.places.symbol else { return 0 }
        // Names this short need no allocation.
        let name = String(decoding: cutter[column].prefix(100), as: UTF8.self)
        if let place = placeOfSymbol[name] { return place }
        guard let symbol = Symbol(name) else { throw Refusal(reason: .notASymbol(name)) }
        return add(symbol)
    }

    private mutating func add(_ symbol: Symbol) -> Int {
        placeOfSymbol[symbol.name] = symbols.count
        symbols.append(symbol)
        builders.append(BarSeriesBuilder())
        orders.append(RowOrder(mayDescend: opened.layout.mayDescend))
        return symbols.count - 1
    }

    /// When the row's bar ended; its beginning where the layout stamps so and the rows are no days.
    @inline(__always)
    private func time() throws(Refusal) -> Timestamp {
        let field = cutter[opened.places.stamp]
        switch opened.layout.stamp {
        case .epochNanoseconds:
            guard let nanoseconds = wholeDecimal(field), nanoseconds.magnitude < Self.farthest else {
                throw notAStamp()
            }
            return Timestamp(nanoseconds: nanoseconds)
        case .millisecondsOfDay:
            guard let milliseconds = wholeDecimal(field), (0..<86_400_000).contains(milliseconds), let dateOfName else {
                throw notAStamp()
            }
            return CivilStamp(date: dateOfName, ofDay: milliseconds * 1_000_000).instant(in: opened.layout.zone)
        case .civil, .civilInTwoColumns, .compact:
            let stamp = opened.layout.civilStamp(field, time: opened.places.time.map { cutter[$0] })
            guard opened.isDaily else {
                guard let stamp, stamp.ofDay != nil else { throw notAStamp() }
                return stamp.instant(in: opened.layout.zone)
            }
            guard let stamp, stamp.isMidnight else {
                throw Refusal(reason: .notADate(cutter.text(opened.places.stamp)))
            }
            return try endOfDay(stamp.day)
        }
    }

    private func endOfDay(_ date: TradingDate) throws(Refusal) -> Timestamp {
        switch opened.layout.day {
        case .utc: return (date + 1).utcMidnight
        case .session:
            guard let close = calendar.close(date) else { throw Refusal(reason: .notASession(date)) }
            return close
        }
    }

    private func notAStamp() -> Refusal {
        Refusal(reason: .notAStamp(column: opened.layout.stampColumn, cutter.text(opened.places.stamp)))
    }

    /// A row's time must go on in the direction of the file.
    @inline(__always)
    private mutating func check(_ time: Timestamp, of series: Int) throws(Refusal) {
        switch orders[series].take(time) {
        case .inOrder: return
        case .again: throw repeated(time, of: series)
        case .outOfOrder(let last):
            throw Refusal(
                reason: opened.isDaily
                    ? .dateOutOfOrder(date(of: time), after: date(of: last)) : .stampOutOfOrder(time, after: last))
        }
    }

    private func repeated(_ time: Timestamp, of series: Int) -> Refusal {
        // A row that is no bar repeats none.
        let isSame = builders[series].lastTime == time && (try? bar()) == builders[series].lastBar
        guard opened.isDaily else { return Refusal(reason: isSame ? .repeatedStamp(time) : .duplicateStamp(time)) }
        return Refusal(reason: isSame ? .repeatedDate(date(of: time)) : .duplicateDate(date(of: time)))
    }

    /// The day whose bar ends at `time`.
    private func date(of time: Timestamp) -> TradingDate {
        opened.layout.day == .utc ? time.utcDate + -1 : NewYork.date(at: time)
    }
}

extension RowReader {
    /// The bar of the row at hand.
    @inline(__always)
    private func bar() throws(Refusal) -> Bar {
        let places = opened.places
        var bar = Bar(
            open: try price(places.open, "Open"), high: try price(places.high, "High"),
            low: try price(places.low, "Low"), close: try price(places.close, "Close"), volume: try volume())
        if let ask = places.ask {
            bar.open = try middle(bar.open, price(ask.open, "Ask open"))
            bar.high = try middle(bar.high, price(ask.high, "Ask high"))
            bar.low = try middle(bar.low, price(ask.low, "Ask low"))
            bar.close = try middle(bar.close, price(ask.close, "Ask close"))
        }
        if let defect = bar.defect { throw Refusal(reason: .bar(defect)) }
        return bar
    }

    @inline(__always)
    private func price(_ place: Int, _ column: StaticString) throws(Refusal) -> Price {
        guard let nanos = decimalNanos(cutter[place]) else {
            throw Refusal(reason: .notANumber(column: "\(column)", cutter.text(place)))
        }
        guard opened.layout.priceDivisor == 1 else {
            return Price(nanos: Int128(nanos).dividedHalfEven(by: Int128(opened.layout.priceDivisor)))
        }
        return Price(nanos: nanos)
    }

    private func middle(_ bid: Price, _ ask: Price) -> Price {
        Price(nanos: (Int128(bid.nanos) + Int128(ask.nanos)).dividedHalfEven(by: 2))
    }

    @inline(__always)
    private func volume() throws(Refusal) -> Int64 {
        guard let place = opened.places.volume else { return 0 }
        if opened.layout.roundsVolume {
            guard let nanos = decimalNanos(cutter[place]) else {
                throw Refusal(reason: .notANumber(column: "Volume", cutter.text(place)))
            }
            return Int128(nanos).dividedHalfEven(by: Int128(nanosPerUnit))
        }
        guard let value = wholeDecimal(cutter[place]) else {
            throw Refusal(reason: .notAWholeNumber(column: "Volume", cutter.text(place)))
        }
        return value
    }

    /// The dividend and the split of the row at hand.
    private func actions(of symbol: Symbol, at time: Timestamp) throws(Refusal) -> [RecordedAction] {
        var changes: [CorporateAction.Change] = []
        if let place = opened.places.dividends, let dividend = try amount(place, "Dividends") {
            changes.append(.dividend(perShare: dividend))
        }
        if let place = opened.places.splits, let factor = try amount(place, "Stock Splits"),
            factor != Price(units: 1)
        {
            guard let ratio = SplitRatio(factor: factor.nanos) else {
                throw Refusal(reason: .notANumber(column: "Stock Splits", cutter.text(place)))
            }
            changes.append(.split(new: ratio.new, old: ratio.old))
        }
        return changes.map { RecordedAction(symbol: symbol, exDate: date(of: time), change: $0) }
    }

    /// The number of a column where 0 means that nothing happened.
    private func amount(_ place: Int, _ column: StaticString) throws(Refusal) -> Price? {
        let value = try price(place, column)
        guard value >= .zero else { throw Refusal(reason: .belowZero(column: "\(column)", value)) }
        return value.isZero ? nil : value
    }
}
