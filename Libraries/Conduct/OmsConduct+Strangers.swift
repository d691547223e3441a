import Contracts
import Kernel

/// What this process has seen of the orders at the venue, and when it looks again.
///
/// Until it has looked, nothing that the venue says may enter the log: an own order that left in a life of the log that was lost is told
/// from one that the book has forgotten by being younger than all that the log tells of.
struct StrangerWatch: Sendable {
    private static let retryNanoseconds: Int64 = 1_000_000_000

    /// Whether it has looked since it began, or since the log went back.
    private(set) var hasLooked = false
    /// Through when all orders were seen; `nil` while that must be found out from the log.
    private(set) var seenThrough: Timestamp?
    private var isWanted = true
    private var notBefore: Timestamp?

    /// Wants a look at the next occasion.
    mutating func look() { isWanted = true }

    func isDue(_ now: Timestamp) -> Bool { isWanted && notBefore.map { now >= $0 } ?? true }

    mutating func noteNoAnswer(at now: Timestamp) {
        notBefore = Timestamp(nanoseconds: now.nanoseconds + Self.retryNanoseconds)
    }

    mutating func note(_ listings: [VenueListing], heardThrough instant: Timestamp?) {
        isWanted = false
        hasLooked = true
        seenThrough = [seenThrough, instant, listings.last?.submittedAt].compactMap(\.self).max()
    }
}

extension OmsConduct {
    /// Finds orders at the venue that the log does not know: those that are open, and those that came and went while nobody listened; and
    /// those that ended and of which more was executed than the log knows.
    ///
    /// First all of them, the oldest first, and then what became of them: if the log loses the end of this, the younger are lost with it.
    mutating func lookForStrangers(into intake: inout Intake, _ world: inout some OmsWorld & ~Copyable) {
        // Without an instant the book has decided nothing, and what the account did before is none of its business.
        let since = strangers.seenThrough ?? world.stage.strangersSince
        guard var found = world.orders(submittedAfter: since) else { return strangers.noteNoAnswer(at: world.now) }
        found.sort { $0.submittedAt < $1.submittedAt }
        strangers.note(found, heardThrough: world.stage.venueInstant)
        var unread: [(listing: VenueListing, instrument: InstrumentIndex)] = []
        for listing in found where listing.venue.status == .open || listing.venue.filled > .zero {
            guard let instrument = instrument(listing.symbol, world), let request = listing.request else {
                world.tell(.stranger(listing))
                continue
            }
            if let known = intake.orders.order(listing.order, instrument) {
                if known.hasEndedShort, known.filled < listing.venue.filled { unread.append((listing, instrument)) }
                continue
            }
            guard !isKnown(listing, instrument, world) else { continue }
            _ = intake.adopt(listing.order, instrument, request, listing.opening)
            unread.append((listing, instrument))
        }
        for (listing, instrument) in unread {
            let news = VenueUpdate(order: listing.order, venue: listing.venue, execution: nil)
            guard case .executions(let order) = intake.take(news, instrument) else { continue }
            readExecutions(of: order, listing.venue, into: &intake, &world)
        }
    }

    func isKnown(
        _ listing: VenueListing, _ instrument: InstrumentIndex, _ world: borrowing some OmsWorld & ~Copyable
    ) -> Bool {
        world.stage.knows(listing.order, instrument, submittedAt: listing.submittedAt)
    }
}
