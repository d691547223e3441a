internal import Contracts

extension BookConfiguration {
    /// A later configuration may change strategies, allocation and limits, but not what the log's numbers mean.
    func requireSameBook(as before: BookConfiguration) {
        precondition(book == before.book, "a book keeps its name: \(before.book), not \(book)")
        precondition(universe == before.universe, "a book keeps its universe, in its order")
        precondition(startingCash == before.startingCash, "a book keeps its starting cash: \(before.startingCash)")
    }

    /// Gives a configuration that stands in the log to `configure`. What is in the log was checked before it was
    /// appended, so a refusal here is our fault, and the process stops.
    func mustBeValid(_ configure: (BookConfiguration) throws(ParameterError) -> Void) {
        do throws(ParameterError) {
            try configure(self)
        } catch {
            preconditionFailure("a configuration in the log is valid: \(error)")
        }
    }
}
