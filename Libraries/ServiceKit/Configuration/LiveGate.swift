import Contracts

/// The two locks before real orders: mode `live` runs only where a person has also set two variables by hand.
enum LiveGate {
    static let phrase = "I ACCEPT REAL ORDERS"

    /// Throws when the mode is live and a lock is closed, or when mode and broker contradict each other.
    static func check(_ configuration: Configuration, environment: [String: String]) throws(ConfigurationError) {
        let mode: BookMode = try configuration.choice("book.mode")
        let broker = try configuration.optional("broker.url", configuration.string) ?? ""
        guard mode == .live else {
            // Alpaca's live host takes real orders whatever our own mode says.
            if broker.contains("//api.alpaca.markets") {
                throw configuration.error(
                    "broker.url", "is the live host of the broker, but book.mode is \(mode.rawValue)")
            }
            return
        }
        guard environment["LIVE_ENABLE"] == "1", environment["LIVE_CONFIRM"] == phrase else {
            throw configuration.error(
                "book.mode", "live needs the environment LIVE_ENABLE=1 and LIVE_CONFIRM=\"\(phrase)\"")
        }
        for key in ["broker.url", "broker.stream-url", "broker.data-url", "broker.data-stream-url"] {
            guard let address = try configuration.optional(key, configuration.string) else { continue }
            guard address.hasPrefix("https://") || address.hasPrefix("wss://") else {
                throw configuration.error(key, "is not encrypted (https:// or wss://), which live demands")
            }
        }
    }
}
