internal import Contracts

/// What the newest configuration calls the instruments and strategies that entries name by number.
struct ReadModelNames: Sendable {
    private let symbols: [Symbol]
    private let strategies: [String]

    init(_ configuration: BookConfiguration?) {
        symbols = configuration?.universe.symbols ?? []
        strategies = configuration?.strategies.map(\.name) ?? []
    }

    /// The symbol, or the number where no configuration gives it a name.
    func symbol(_ instrument: InstrumentIndex) -> String {
        symbols.indices.contains(instrument.place) ? symbols[instrument.place].name : instrument.description
    }

    func strategy(_ place: UInt16) -> String {
        strategies.indices.contains(Int(place)) ? strategies[Int(place)] : "#\(place)"
    }
}
