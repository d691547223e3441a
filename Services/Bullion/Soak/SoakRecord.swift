import Supervision

/// What each service held along a soak, sampled at equal distances of simulated time.
struct SoakRecord {
    struct Sample: Hashable {
        /// Simulated sessions since the start.
        let day: Double
        let residentBytes: Int
        let openDescriptors: Int
    }

    private(set) var samples: [String: [Sample]] = [:]
    private(set) var restarts: [String: Int] = [:]

    mutating func take(_ holdings: [Supervisor.Holding], day: Double) {
        for holding in holdings {
            restarts[holding.name] = holding.restarts
            // A service that is down at this moment holds nothing, which says nothing about what it gathers.
            guard holding.pid != nil, holding.residentBytes > 0 else { continue }
            samples[holding.name, default: []].append(
                Sample(day: day, residentBytes: holding.residentBytes, openDescriptors: holding.openDescriptors))
        }
    }
}
