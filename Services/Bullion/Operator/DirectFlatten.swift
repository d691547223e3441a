import BrokerOrders
import Brokers
import Foundation
import ServiceKit
import Web

/// A flatten with nothing but the broker: cancel, close, look, until the account is flat or the time is up.
///
/// Closing is asked for only while no order is open, so that orders which rest until the market opens are not doubled.
struct DirectFlatten: ~Copyable {
    struct Result {
        var isFlat = false
        /// What the broker last showed; `nil` if it never answered.
        var openOrders: Int?
        var positions: [String]?
        var trouble: String?
    }

    private var account: AlpacaSender

    init(url: String, credentials: Credentials) {
        account = AlpacaSender(
            base: url, credentials: credentials, options: .init(connectTimeout: .seconds(3), timeout: .seconds(10)))
    }

    mutating func run(seconds: Int, say: (String) -> Void) -> Result {
        var result = Result()
        var hasCanceled = false
        var isClosing = false
        var isFirst = true
        let deadline = ContinuousClock.now + .seconds(seconds)
        while isFirst || ContinuousClock.now < deadline {
            if !isFirst { usleep(500_000) }
            isFirst = false
            do throws(BrokerError) {
                if !hasCanceled {
                    say("canceled \(try account.cancelAll().count) orders")
                    hasCanceled = true
                }
                let orders = try account.reader.openOrders()
                let positions = try account.reader.positions()
                (result.openOrders, result.positions) = (orders.count, positions.map(\.symbol))
                if orders.isEmpty && positions.isEmpty {
                    result.isFlat = true
                    return result
                }
                if orders.isEmpty {
                    for outcome in try account.closeAll() where !outcome.isDone {
                        say("\(outcome.subject): \(outcome.reason ?? "refused with \(outcome.status)")")
                    }
                    say("closing \(positions.count) positions")
                    isClosing = true
                } else if !isClosing {
                    // A cancel that did not take: ask again.
                    hasCanceled = false
                }
            } catch {
                if result.trouble != "\(error)" { say("\(error)") }
                result.trouble = "\(error)"
            }
        }
        return result
    }
}
