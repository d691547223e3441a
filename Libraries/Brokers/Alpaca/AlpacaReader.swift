public import Contracts
public import Web

/// Alpaca's trading API, read only. One thread uses it at a time.
public struct AlpacaReader: BrokerReader, ~Copyable {
    package var connection: AlpacaConnection

    /// - Parameter base: the root of the API without `/v2`, such as `https://paper-api.alpaca.markets`.
    public init(base: String, credentials: Credentials, options: HTTPClient.Options = HTTPClient.Options()) {
        connection = AlpacaConnection(base: base, credentials: credentials, options: options)
    }

    public mutating func order(clientID: OrderID) throws(BrokerError) -> BrokerOrder? {
        do {
            let answer = try connection.read(
                "/v2/orders:by_client_order_id" + urlQuery(["client_order_id": clientID.text]))
            return try object(answer, "order", BrokerOrder.init(alpaca:))
        } catch .refused(status: 404, _, _) {
            return nil
        }
    }

    public mutating func openOrders() throws(BrokerError) -> [BrokerOrder] {
        try orders(status: "open", after: nil)
    }

    public mutating func orders(submittedAfter instant: Timestamp?) throws(BrokerError) -> [BrokerOrder] {
        try orders(status: "all", after: instant)
    }

    public mutating func positions() throws(BrokerError) -> [BrokerPosition] {
        try list(connection.read("/v2/positions"), "position", BrokerPosition.init(alpaca:))
    }

    public mutating func account() throws(BrokerError) -> BrokerAccount {
        try object(connection.read("/v2/account"), "account", BrokerAccount.init(alpaca:))
    }

    public mutating func clock() throws(BrokerError) -> BrokerClock {
        try object(connection.read("/v2/clock"), "clock", BrokerClock.init(alpaca:))
    }

    public mutating func calendar(
        from start: TradingDate, through end: TradingDate
    ) throws(BrokerError) -> [BrokerSession] {
        let query = urlQuery(["start": start.description, "end": end.description])
        return try list(connection.read("/v2/calendar" + query), "calendar day", BrokerSession.init(alpaca:))
    }

    public mutating func fills(after instant: Timestamp?) throws(BrokerError) -> [BrokerFill] {
        let pageSize = 100
        let path =
            "/v2/account/activities/FILL?direction=asc&page_size=\(pageSize)"
            + (instant.map { "&after=" + percentEncoded($0.description) } ?? "")
        var fills: [BrokerFill] = []
        while true {
            let token = fills.last.map { "&page_token=" + percentEncoded($0.activityID) } ?? ""
            let page = try list(connection.read(path + token), "fill", BrokerFill.init(alpaca:))
            if let last = page.last, last.activityID == fills.last?.activityID {
                throw .garbled("fills: the page after \(last.activityID) ends in it again")
            }
            fills += page
            guard page.count >= pageSize else { return fills }
        }
    }

    /// Pages by submission time. The next page begins a nanosecond before the last order known, so that orders submitted in the
    /// same instant are not lost between two pages; what is there twice is dropped.
    private mutating func orders(status: String, after instant: Timestamp?) throws(BrokerError) -> [BrokerOrder] {
        let pageSize = 500
        var orders: [BrokerOrder] = []
        var known: Set<String> = []
        var after = instant
        while true {
            let path =
                "/v2/orders?status=\(status)&direction=asc&limit=\(pageSize)"
                + (after.map { "&after=" + percentEncoded($0.description) } ?? "")
            let page = try list(connection.read(path), "order", BrokerOrder.init(alpaca:))
            let new = page.filter { known.insert($0.venueOrderID).inserted }
            orders += new
            guard page.count >= pageSize, let last = orders.last else { return orders }
            guard !new.isEmpty else {
                throw .garbled("orders: more than \(pageSize) share the time \(last.submittedAt)")
            }
            after = Timestamp(nanoseconds: last.submittedAt.nanoseconds - 1)
        }
    }

    private func object<Value>(
        _ json: JSONValue, _ what: String, _ read: (JSONValue) throws(JSONFieldError) -> Value
    ) throws(BrokerError) -> Value {
        do { return try read(json) } catch { throw .garbled("\(what): \(error)") }
    }

    private func list<Value>(
        _ json: JSONValue, _ what: String, _ read: (JSONValue) throws(JSONFieldError) -> Value
    ) throws(BrokerError) -> [Value] {
        guard let elements = json.elements else { throw .garbled("\(what)s: not an array") }
        var values: [Value] = []
        for element in elements { values.append(try object(element, what, read)) }
        return values
    }
}
