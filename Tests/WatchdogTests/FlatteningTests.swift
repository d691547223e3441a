import BrokerOrders
import Brokers
import Conduct
import Contracts
import Testing

@testable import bullion_watchdog

/// An account at a broker that answers, fills and fails as a test says.
private struct ScriptedAccount: FlattenableAccount, ~Copyable {
    var orders = 0
    var held: [String: Int] = [:]
    /// Whether market orders fill, or rest until the market opens.
    var isOpen = true
    var failures = 0
    /// An answer that is lost after the broker acted on it.
    var losesCloseAnswer = false
    var calls: [String] = []
    private var closing: [String: Int] = [:]

    private mutating func call(_ name: String) throws(BrokerError) {
        calls.append(name)
        guard failures == 0 else {
            failures -= 1
            throw .unavailable(status: 503, excerpt: "")
        }
    }

    mutating func cancelAll() throws(BrokerError) -> [BulkOutcome] {
        try call("cancelAll")
        defer { orders = 0 }
        return (0..<orders).map { BulkOutcome(subject: "\($0)", status: 200, reason: nil) }
    }

    mutating func closeAll() throws(BrokerError) -> [BulkOutcome] {
        try call("closeAll")
        closing = held
        let outcomes = held.keys.sorted().map { BulkOutcome(subject: $0, status: 200, reason: nil) }
        settle()
        if losesCloseAnswer {
            losesCloseAnswer = false
            throw .garbled("cut off")
        }
        return outcomes
    }

    mutating func openOrders() throws(BrokerError) -> [BrokerOrder] {
        try call("openOrders")
        settle()
        return (0..<(orders + closing.count)).map { Self.order("\($0)") }
    }

    mutating func positions() throws(BrokerError) -> [BrokerPosition] {
        try call("positions")
        return held.keys.sorted().map {
            BrokerPosition(
                symbol: $0, quantity: Quantity(units: held[$0] ?? 0), averageEntryPrice: Price(units: 1),
                marketValue: nil,
                currentPrice: nil)
        }
    }

    /// Fills what is being closed, if the market is open. Selling twice would leave a short position, and be seen.
    private mutating func settle() {
        guard isOpen else { return }
        for (symbol, quantity) in closing {
            held[symbol, default: 0] -= quantity
            if held[symbol] == 0 { held[symbol] = nil }
        }
        closing = [:]
    }

    private static func order(_ id: String) -> BrokerOrder {
        BrokerOrder(
            venueOrderID: id, clientID: OrderID(id), symbol: "GLD", status: .new, request: nil, filledQuantity: .zero,
            filledAveragePrice: nil, submittedAt: Timestamp(nanoseconds: 0), updatedAt: Timestamp(nanoseconds: 0))
    }
}

@Suite struct `A flatten` {
    private static let second: Int64 = 1_000_000_000

    /// Steps twice a second for so many seconds; failures of the broker are tried again, as the service does.
    private func run(
        _ flattening: inout Flattening, _ account: inout ScriptedAccount, seconds: Int, from start: Int = 0
    ) -> [Flattening.Deed] {
        var deeds: [Flattening.Deed] = []
        for half in (2 * start)..<(2 * (start + seconds)) {
            do throws(BrokerError) {
                if let deed = try flattening.advance(&account, at: Int64(half) * Self.second / 2) { deeds.append(deed) }
            } catch {}
        }
        return deeds
    }

    @Test func `cancels, closes, and believes only what the broker shows`() {
        var account = ScriptedAccount()
        account.orders = 2
        account.held = ["GLD": 10, "SLV": -5]
        var flattening = Flattening()
        #expect(
            run(&flattening, &account, seconds: 10) == [
                .canceledAll(orders: 2), .closedAll(positions: 2, refused: []), .confirmedFlat,
            ])
        #expect(flattening.phase == .flat)
        #expect(account.held.isEmpty && account.orders == 0)
    }

    @Test func `of a flat account closes nothing`() {
        var account = ScriptedAccount()
        var flattening = Flattening()
        #expect(run(&flattening, &account, seconds: 5) == [.canceledAll(orders: 0), .confirmedFlat])
        #expect(!account.calls.contains("closeAll"))
    }

    @Test func `waits for the market to open without asking twice`() {
        var account = ScriptedAccount()
        account.held = ["GLD": 10]
        account.isOpen = false
        var flattening = Flattening()
        _ = run(&flattening, &account, seconds: 120)
        #expect(flattening.phase == .waitingForFills)
        account.isOpen = true
        #expect(run(&flattening, &account, seconds: 3, from: 120) == [.confirmedFlat])
        #expect(account.calls.filter { $0 == "closeAll" }.count == 1)
    }

    @Test func `does not sell twice when the answer to the closing was lost`() {
        var account = ScriptedAccount()
        account.held = ["GLD": 10]
        account.isOpen = false
        account.losesCloseAnswer = true
        var flattening = Flattening()
        _ = run(&flattening, &account, seconds: 30)
        account.isOpen = true
        _ = run(&flattening, &account, seconds: 30, from: 30)
        #expect(flattening.phase == .flat)
        #expect(account.held.isEmpty)
        #expect(account.calls.filter { $0 == "closeAll" }.count == 1)
    }

    @Test(arguments: 1...12) func `gets there however often the broker fails`(failures: Int) {
        var account = ScriptedAccount()
        account.orders = 1
        account.held = ["GLD": 10, "TLT": 3]
        account.failures = failures
        var flattening = Flattening()
        _ = run(&flattening, &account, seconds: 60)
        #expect(flattening.phase == .flat)
        #expect(account.held.isEmpty && account.orders == 0)
    }
}
