import Contracts
import Exchange

// The market data API: historical bars, and the latest of everything.
extension Venue {
    /// Answers a request under `v2/stocks`; `nil` when there is no such route.
    func answerData(_ request: VenueRequest) throws(APIError) -> VenueResponse? {
        let part = { (place: Int) in request.path.count > place ? request.path[place] : "" }
        guard request.method == "GET", request.path.count <= 5 else { return nil }
        switch (part(2), part(3), part(4)) {
        case ("bars", "", ""): return VenueResponse(try bars(try symbols(request), request, single: nil))
        case ("quotes", "latest", ""), ("trades", "latest", ""), ("bars", "latest", ""):
            return VenueResponse(latest(part(2), try symbols(request)))
        case ("snapshots", "", ""):
            return VenueResponse(
                .object(
                    try symbols(request).compactMap { name in snapshot(name).map { WireMember(name: name, value: $0) } }
                ))
        case (let name, "bars", ""): return VenueResponse(try bars([name], request, single: name))
        case (let name, "quotes", "latest"), (let name, "trades", "latest"), (let name, "bars", "latest"):
            return VenueResponse(try latestOne(part(3), name))
        case (let name, "snapshot", ""):
            guard let snapshot = snapshot(name), case .object(let members) = snapshot else {
                throw .data("invalid symbol: \(name)")
            }
            return VenueResponse(.object([WireMember(name: "symbol", value: .text(name))] + members))
        default: return nil
        }
    }

    private func symbols(_ request: VenueRequest) throws(APIError) -> [String] {
        let names = request.list("symbols")
        guard !names.isEmpty else { throw .data("symbols is required") }
        return Array(Set(names)).sorted()
    }

    /// Bars by symbol and then by time; the page token names the last bar that was sent.
    private func bars(_ names: [String], _ request: VenueRequest, single: String?) throws(APIError) -> WireValue {
        let query = try BarQuery(request, now: clock)
        var pages: [WireMember] = []
        var left = query.limit
        var token: WireValue = .null
        for name in names {
            guard let instrument = listing.instrument(named: name) else { continue }
            var found = query.select(series(instrument, query.timeframe, since: query.start), of: name)
            if found.isEmpty { continue }
            if left == 0 || found.count > left {
                // One more exists: say so, even when this page is full before the symbol begins.
                found = Array(found.prefix(left))
                token = found.last.map { .text("\(name)_\($0.start.nanoseconds)") } ?? .text("\(name)_")
            }
            left -= found.count
            if !found.isEmpty { pages.append(WireMember(name: name, value: .list(found.map(\.wire)))) }
            if token != .null { break }
        }
        guard let single else { return ["bars": .object(pages), "next_page_token": token] }
        return ["bars": pages.first?.value ?? .null, "symbol": .text(single), "next_page_token": token]
    }

    /// The bars of an instrument that the clock lets a client see, ascending: all, or those from the interval of `instant` on.
    ///
    /// A client that follows asks for the last few of very many, so the frames are walked from their end.
    private func series(
        _ instrument: InstrumentIndex, _ timeframe: Timeframe, since instant: Timestamp? = nil
    ) -> [TimedBar] {
        if timeframe.isIntraday && finest == .days { return [] }
        let bars =
            live?.bars(instrument)
            ?? published(since: instant.map(timeframe.start)).compactMap { frame in
                frame.bars[instrument.place].map { TimedBar(start: book.start(of: frame), bar: $0) }
            }
        return timeframe == finest ? bars : timeframe.merge(bars)
    }

    private func published(since instant: Timestamp?) -> ArraySlice<BarFrame> {
        let all = book.frames[..<book.publishedCount]
        guard let instant else { return all }
        return all.suffix(all.reversed().prefix { book.start(of: $0) >= instant }.count)
    }

    private func latest(_ kind: String, _ names: [String]) -> WireValue {
        let found = names.compactMap { name -> WireMember? in
            guard let instrument = listing.instrument(named: name), let value = latestValue(kind, instrument) else {
                return nil
            }
            return WireMember(name: name, value: value)
        }
        return .object([WireMember(name: kind, value: .object(found))])
    }

    private func latestOne(_ kind: String, _ name: String) throws(APIError) -> WireValue {
        guard let instrument = listing.instrument(named: name) else { throw .data("invalid symbol: \(name)") }
        guard let value = latestValue(kind, instrument) else {
            throw APIError(status: 404, code: nil, message: "no \(kind) found for \(name)")
        }
        return .object([
            WireMember(name: "symbol", value: .text(name)), WireMember(name: String(kind.dropLast()), value: value),
        ])
    }

    private func latestValue(_ kind: String, _ instrument: InstrumentIndex) -> WireValue? {
        switch kind {
        case "quotes": currentQuote(instrument).map(quoteWire)
        case "trades": currentQuote(instrument).map(tradeWire)
        default: series(instrument, finest).last?.wire
        }
    }

    /// The length of the bars that are made or recorded here.
    private var finest: Timeframe { live == nil && book.length == .session ? .days : .minutes(1) }

    private func snapshot(_ name: String) -> WireValue? {
        guard let instrument = listing.instrument(named: name), let quote = currentQuote(instrument) else { return nil }
        let days = series(instrument, .days)
        let minute = series(instrument, .minutes(1)).last?.wire ?? .null
        return [
            "latestTrade": tradeWire(quote), "latestQuote": quoteWire(quote), "minuteBar": minute,
            "dailyBar": days.last?.wire ?? .null, "prevDailyBar": days.dropLast().last?.wire ?? .null,
        ]
    }

    /// The live quote; in a replay one cent around the last published close.
    private func currentQuote(_ instrument: InstrumentIndex) -> LiveQuote? {
        if let live { return live.quotes[instrument.place] }
        guard let last = book.exchange.lastPrices[instrument.place] else { return nil }
        let cent = Price(nanos: 10_000_000)
        return LiveQuote(bid: max(last - cent, cent), ask: last + cent, last: last, size: 100, at: clock)
    }
}

func quoteWire(_ quote: LiveQuote) -> WireValue {
    [
        "t": .instant(quote.at), "ax": "V", "ap": .bare(quote.ask), "as": .integer(quote.size), "bx": "V",
        "bp": .bare(quote.bid),
        "bs": .integer(quote.size), "c": .list(["R"]), "z": "B",
    ]
}

func tradeWire(_ quote: LiveQuote) -> WireValue {
    [
        "t": .instant(quote.at), "x": "V", "p": .bare(quote.last), "s": .integer(quote.size), "c": .list(["@"]),
        "i": .integer(quote.at.nanoseconds / 1_000_000), "z": "B",
    ]
}

/// Which bars a client asks for.
struct BarQuery {
    let timeframe: Timeframe
    let start: Timestamp
    let end: Timestamp
    let limit: Int
    let isAscending: Bool
    /// The last bar of the page before this one.
    private let token: (symbol: String, start: Int64?)?

    init(_ request: VenueRequest, now: Timestamp) throws(APIError) {
        guard let text = request.parameter("timeframe") else { throw .data("timeframe is required") }
        guard let timeframe = Timeframe(text) else { throw .data("invalid timeframe: \(text)") }
        self.timeframe = timeframe
        do {
            start = try request.instant("start") ?? midnight(NewYork.date(at: now))
            end = min(try request.instant("end", endOfDay: true) ?? now, now)
            limit = try request.count("limit", in: 1...10_000, otherwise: 1000)
        } catch {
            throw .data(error.message)
        }
        isAscending = (request.parameter("sort") ?? "asc") != "desc"
        guard let tokenText = request.parameter("page_token") else {
            token = nil
            return
        }
        guard let cut = tokenText.lastIndex(of: "_") else { throw .data("invalid page_token") }
        token = (String(tokenText[..<cut]), Int64(tokenText[tokenText.index(after: cut)...]))
    }

    /// The bars of one symbol that belong to this page or a later one.
    func select(_ series: [TimedBar], of symbol: String) -> [TimedBar] {
        if let token, symbol < token.symbol { return [] }
        var found = series.filter { $0.start >= start && $0.start <= end }
        if !isAscending { found.reverse() }
        guard let token, symbol == token.symbol, let last = token.start else { return found }
        return found.filter { isAscending ? $0.start.nanoseconds > last : $0.start.nanoseconds < last }
    }
}
