internal import Contracts

/// Requests to go back to a milder tier, and who has agreed to them.
///
/// A request takes effect with the approvals of two different people, neither of them the one who asked, both unexpired at the moment
/// of the second. An approval is good for one command and once.
struct ResetDesk: Hashable, Sendable, Codable {
    private struct Consent: Hashable, Sendable, Codable {
        var approver: String
        var expiresAt: Timestamp
    }

    private struct Request: Hashable, Sendable, Codable {
        var command: String
        var `operator`: String
        var goal: RiskTier
        var first: Consent?
    }

    enum Answer: Hashable {
        case noted
        case granted(RiskTier, first: String, second: String)
        case refused(String)
    }

    /// Requests that nobody has completed, oldest first. A handful is plenty; a flood of them must not fill the snapshot.
    private var requests: [Request] = []
    private var nonces = RecentNames(capacity: 1024)
    private static let capacity = 16

    mutating func open(_ command: String, by operator: String, to goal: RiskTier) {
        if requests.count == Self.capacity { requests.removeFirst() }
        requests.append(Request(command: command, operator: `operator`, goal: goal))
    }

    mutating func take(_ approval: Approval, at instant: Timestamp) -> Answer {
        let name = "approval of \(approval.command) by \(approval.approver)"
        guard let place = requests.firstIndex(where: { $0.command == approval.command }) else {
            return .refused("\(name): no such request is open")
        }
        guard approval.approver != requests[place].operator else {
            return .refused("\(name): they asked for it themselves")
        }
        guard approval.expiresAt > instant else {
            return .refused("\(name): expired at \(approval.expiresAt), it is \(instant)")
        }
        if let first = requests[place].first, first.expiresAt > instant, first.approver == approval.approver {
            return .refused("\(name): they approved it already, and it takes two people")
        }
        guard nonces.insert(approval.nonce) else { return .refused("\(name): its nonce was used before") }
        guard let first = requests[place].first, first.expiresAt > instant else {
            requests[place].first = Consent(approver: approval.approver, expiresAt: approval.expiresAt)
            return .noted
        }
        let goal = requests.remove(at: place).goal
        return .granted(goal, first: first.approver, second: approval.approver)
    }

    /// Forgets requests that lead nowhere any more, because the book is at their tier or milder.
    mutating func drop(notBelow tier: RiskTier) { requests.removeAll { $0.goal >= tier } }
}
