internal import Contracts

/// Names the orders of one book.
///
/// It follows from the book's name and its universe, which never change, so it is neither stored nor compared.
struct OrderNames: Hashable, Sendable {
    private var series: [OrderSeries] = []

    init() {}

    mutating func id(_ intent: Intent, at frame: Timestamp, attempt: Int, in book: BookConfiguration) -> OrderID {
        if series.isEmpty { series = book.universe.symbols.map { OrderSeries(book: book.book, symbol: $0) } }
        return OrderID(series[intent.instrument.place], at: frame, index: intent.index, attempt: attempt)
    }

    static func == (left: OrderNames, right: OrderNames) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}
