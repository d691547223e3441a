import Contracts
import Exchange
import MarketData
import ServiceKit

extension VenueSettings {
    init(reading configuration: Configuration) throws(ConfigurationError) {
        let symbols = try configuration.symbols("venue.symbols")
        let listed = symbols.isEmpty ? try configuration.symbols("book.universe") : symbols
        guard let universe = Universe(listed) else {
            throw configuration.error("venue.symbols", "has \(listed.count) symbols; a venue lists 1 to 4096")
        }
        self.init(
            universe: universe, keys: try Self.readKeys(configuration),
            startingCash: try configuration.money(
                configuration.contains("venue.starting-cash") ? "venue.starting-cash" : "book.starting-cash"))
        host = try configuration.string("venue.host")
        port = try configuration.int("venue.port")
        directory = try configuration.optional("venue.directory", configuration.string)
        seed = try configuration.optional("venue.simulated-seed", configuration.int).map { UInt64($0) }
        badRows = configuration.contains("venue.bad-rows") ? try configuration.choice("venue.bad-rows") : .quarantine
        from = try configuration.optional("venue.from", configuration.date)
        through = try configuration.optional("venue.to", configuration.date)
        rules = ExchangeRules(
            slippageBasisPoints: Int64(
                try configuration.optional("venue.slippage-basis-points", configuration.int) ?? 0))
        journal = try configuration.optional("venue.journal", configuration.string)
        isAdminAllowed = try configuration.optional("venue.admin", configuration.bool) ?? false
        areFaultsAllowed = try configuration.optional("venue.faults", configuration.bool) ?? false
        barLength = configuration.contains("venue.timeframe") ? try configuration.choice("venue.timeframe") : .session
        clock = configuration.contains("venue.clock") ? try configuration.choice("venue.clock") : .replay
        try check(configuration)
    }

    private func check(_ configuration: Configuration) throws(ConfigurationError) {
        if directory != nil && seed != nil {
            throw configuration.error(
                "venue.simulated-seed", "and venue.directory exclude each other: bars are either made or read")
        }
        if clock == .live && directory != nil {
            throw configuration.error("venue.clock", "live has a simulated market only; remove venue.directory")
        }
        if barLength == .minute && directory != nil {
            throw configuration.error(
                "venue.timeframe", "1Min has simulated bars only: remove venue.directory, or let bars be 1Day")
        }
        if let from, let through, through < from {
            throw configuration.error("venue.to", "\(through) is before venue.from, \(from)")
        }
    }

    private static func readKeys(_ configuration: Configuration) throws(ConfigurationError) -> [KeyPair] {
        var pairs: [KeyPair] = []
        for entry in try configuration.secrets("venue.keys") {
            let parts = entry.revealed.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else {
                throw configuration.error("venue.keys", "has an entry that is not id:secret")
            }
            pairs.append(KeyPair(id: String(parts[0]), secret: Secret(String(parts[1]))))
        }
        guard !pairs.isEmpty else {
            throw configuration.error("venue.keys", "is required: without a key pair nobody can trade")
        }
        return pairs
    }
}
