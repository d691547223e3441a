import Contracts
import Exchange

/// What the venue lists: the symbols in their order, and how clients may name them.
struct Listing: Sendable {
    let universe: Universe
    let isSimulated: Bool
    private let places: [String: InstrumentIndex]
    private let assetIDs: [String]

    init(universe: Universe, isSimulated: Bool) {
        self.universe = universe
        self.isSimulated = isSimulated
        assetIDs = universe.symbols.map { derivedUUID(number: 0, name: "asset \($0)") }
        var places: [String: InstrumentIndex] = [:]
        for (index, id) in zip(universe.indices, assetIDs) {
            places[universe[index].name] = index
            places[id] = index
        }
        self.places = places
    }

    /// Finds an instrument by its symbol or its asset id.
    func instrument(named name: String) -> InstrumentIndex? { places[name] }
    func symbol(_ instrument: InstrumentIndex) -> String { universe[instrument].name }
    func assetID(_ instrument: InstrumentIndex) -> String { assetIDs[instrument.place] }

    func assetName(_ instrument: InstrumentIndex) -> String {
        isSimulated ? "\(symbol(instrument)) (simulated)" : "\(symbol(instrument)) (replay of recorded bars)"
    }
}
