// The routes that let things go wrong. They exist only where the configuration says so, and ask for no key.
extension Venue {
    func answerFaults(_ request: VenueRequest) throws(APIError) -> VenueResponse? {
        guard settings.areFaultsAllowed, request.path == ["admin", "faults"] else { return nil }
        switch request.method {
        case "GET": break
        case "POST": try arm(try Fault(wire: try request.json()))
        case "DELETE":
            faults.disarm()
            tellHeldUpdates()
        default: return nil
        }
        return VenueResponse(faults.wire)
    }

    private func arm(_ fault: Fault) throws(APIError) {
        switch fault.kind {
        case .partialFills where settings.clock == .live:
            throw .conflict("partial-fills cuts the fills of a replayed session; this venue is live")
        case .halfOpen:
            faults.note(.halfOpen)
            for connection in connections { connection.mute() }
        case .cutStreams:
            faults.note(.cutStreams)
            for connection in connections { connection.cut() }
        case .oneConnection where faults.isArmed(.oneConnection): break
        default: faults.arm(fault)
        }
    }

    private var connections: [StreamConnection] {
        tradeClients.values.map(\.connection) + dataClients.values.map(\.connection)
    }
}
