import Contracts
import Foundation
import Testing

@Suite struct `An order id` {
    private static let at = Timestamp(nanoseconds: 1_751_311_800_123_456_789)
    private static let text = "paper-20250630T193000Z-BRK.B-2-13"

    private func made(
        book: String = "paper", at: Timestamp = at, symbol: String = "BRK.B", index: UInt16 = 2, attempt: Int = 13
    ) throws -> OrderID {
        OrderID(book: book, at: at, symbol: try #require(Symbol(symbol)), index: index, attempt: attempt)
    }

    @Test func `has a text of its parts`() throws {
        #expect(try made().text == Self.text)
        #expect(try made(book: "a-b", index: 0, attempt: 1).text == "a-b-20250630T193000Z-BRK.B-0-1")
        #expect(try made(index: 65_535, attempt: 100).text == "paper-20250630T193000Z-BRK.B-65535-100")
        #expect(try made(at: Timestamp(nanoseconds: -1)).text == "paper-19691231T235959Z-BRK.B-2-13")
    }

    @Test func `that was made is the one that came back as text, whichever was there first`() throws {
        let received = OrderID("fresh-20250630T193000Z-GLD-0-1")
        let made = try made(book: "fresh", symbol: "GLD", index: 0, attempt: 1)
        #expect(made == received && received == made)
        #expect(made.hashValue == received.hashValue)
        #expect(made.fingerprint == received.fingerprint)
        #expect(Set([made, received]).count == 1)
    }

    @Test func `differs from one whose parts differ`() throws {
        let others = [
            try made(book: "live"), try made(at: Self.at + 1), try made(symbol: "BRK.A"), try made(index: 3),
            try made(attempt: 14), OrderID("paper-20250630T193000Z-BRK.B-2-14"), OrderID(""),
        ]
        for other in others { #expect(try made() != other) }
        #expect(Set(others).count == others.count - 1, "the fifth and the sixth are one")
        #expect(try made() == made(at: Timestamp(nanoseconds: 1_751_311_800_000_000_000)), "it shows whole seconds")
    }

    @Test func `is ordered by its text`() throws {
        #expect(try made(attempt: 2) > made(attempt: 13))
        #expect(try made() < OrderID("paper-20250630T193001Z"))
    }

    @Test func `is stored as text`() throws {
        let stored = try JSONEncoder().encode([made()])
        #expect(String(decoding: stored, as: UTF8.self) == "[\"\(Self.text)\"]")
        #expect(try JSONDecoder().decode([OrderID].self, from: stored) == [made()])
    }
}
