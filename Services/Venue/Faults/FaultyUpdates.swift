import Contracts

// Trade updates on their way to the streams, and what may happen to them there.
extension Venue {
    /// Tells every listener what happened: in order, once and at once, unless a fault is armed.
    func send(_ updates: [TradeUpdate]) {
        for update in updates { send(update) }
    }

    private func send(_ update: TradeUpdate) {
        let fault = faults.strike([.dropUpdate, .duplicateUpdate, .delayUpdate, .reorderUpdates])
        switch fault?.kind {
        case .dropUpdate: break
        case .delayUpdate, .reorderUpdates:
            hold(update, atMost: fault?.milliseconds ?? 0, isOvertaken: fault?.kind == .reorderUpdates)
            return
        case .duplicateUpdate:
            tell(update)
            tell(update)
        default: tell(update)
        }
        tellOvertaken()
    }

    /// Tells what is still held, in the order it happened.
    func tellHeldUpdates() {
        let held = heldUpdates
        heldUpdates = []
        for update in held { tell(update.update) }
    }

    private func hold(_ update: TradeUpdate, atMost milliseconds: Int64, isOvertaken: Bool) {
        heldUpdates.append(HeldUpdate(update: update, isOvertaken: isOvertaken))
        Task {
            // A canceled sleep means that the venue ends, and nobody listens any more.
            try? await Task.sleep(for: .milliseconds(milliseconds))
            release(update.number)
        }
    }

    private func release(_ number: UInt64) {
        guard let place = heldUpdates.firstIndex(where: { $0.update.number == number }) else { return }
        tell(heldUpdates.remove(at: place).update)
    }

    /// Those that waited for one to overtake them.
    private func tellOvertaken() {
        let overtaken = heldUpdates.filter(\.isOvertaken)
        heldUpdates.removeAll(where: \.isOvertaken)
        for held in overtaken { tell(held.update) }
    }
}

/// An update that is told later than it happened.
struct HeldUpdate: Hashable, Sendable {
    let update: TradeUpdate
    /// Told as soon as another one has been.
    let isOvertaken: Bool
}
