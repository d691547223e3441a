import Contracts

// The routes that step a replay. They exist only where the configuration says so, and ask for no key: whoever can reach them may step.
extension Venue {
    func answerAdmin(_ request: VenueRequest) throws(APIError) -> VenueResponse? {
        if let answer = try answerFaults(request) { return answer }
        guard settings.isAdminAllowed, request.path.count >= 2, request.path[1] == "replay" else { return nil }
        switch (request.method, request.path.count > 2 ? request.path[2] : "") {
        case ("GET", ""): return VenueResponse(replayView)
        case ("POST", "advance"):
            try advance(to: try session(request))
            return VenueResponse(replayView)
        case ("POST", "publish"):
            try publish(try session(request))
            return VenueResponse(replayView)
        default: return nil
        }
    }

    private var replayView: WireValue {
        [
            "label": .text(label), "sessions": .integer(Int64(book.frames.count)),
            "index": .integer(Int64(book.session)),
            "phase": .text(book.phase.rawValue),
            "session": book.session < 0 ? .null : .text(book.frames[book.session].session.description),
            "clock": .instant(clock),
            "executions": .integer(Int64(book.executionCount)), "done": .boolean(book.isDone),
            "simulated": .boolean(listing.isSimulated),
        ]
    }

    private func session(_ request: VenueRequest) throws(APIError) -> Int {
        guard let session = try request.json()["session"]?.whole else { throw .invalid("session is required") }
        return Int(session)
    }
}
