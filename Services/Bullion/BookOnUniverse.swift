import Contracts

extension BookConfiguration {
    /// The same book on another universe. A strategy that names instruments keeps them by symbol; where one is missing the strategy
    /// cannot run, and is answered by name.
    func moved(to universe: Universe) -> (book: BookConfiguration, leftOut: [String]) {
        var book = self
        var leftOut: [String] = []
        book.universe = universe
        book.strategies = strategies.compactMap { strategy in
            var moved = strategy
            moved.instruments = strategy.instruments.compactMap { universe.index(of: self.universe[$0]) }
            if moved.instruments.count == strategy.instruments.count { return moved }
            leftOut.append(strategy.name)
            return nil
        }
        return (book, leftOut)
    }
}
