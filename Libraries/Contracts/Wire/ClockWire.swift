extension SessionOpened: WireForm {
    var message: WireSessionOpened {
        made {
            $0.session = session.daysSinceEpoch
            $0.closesAt = closesAt.nanoseconds
        }
    }

    init(_ message: WireSessionOpened) throws(FieldError) {
        self.init(
            session: try date(message.session, "session"), closesAt: Timestamp(nanoseconds: message.closesAt))
    }
}

extension SessionClosed: WireForm {
    var message: WireSessionClosed { made { $0.session = session.daysSinceEpoch } }
    init(_ message: WireSessionClosed) throws(FieldError) { self.init(session: try date(message.session, "session")) }
}

extension RebalanceDue: WireForm {
    var message: WireRebalanceDue { made { $0.session = session.daysSinceEpoch } }
    init(_ message: WireRebalanceDue) throws(FieldError) { self.init(session: try date(message.session, "session")) }
}

extension ReconciliationDue: WireForm {
    var message: WireReconciliationDue { made { $0.cycle = cycle } }
    init(_ message: WireReconciliationDue) { self.init(cycle: message.cycle) }
}
