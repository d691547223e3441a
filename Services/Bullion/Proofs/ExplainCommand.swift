import Archive
import ArgumentParser
import Contracts

/// Walks from an order back to the bars that it was decided on.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show why an order was placed: fills, verdict, target, signals, features, bar.")

    @OptionGroup var store: StoreOptions

    @Argument(help: "The order's id, such as paper-20250630T200000Z-GLD-0-1.")
    var order: String

    func run() throws {
        try answering {
            let store = try store.store()
            var archive = try store.archive()
            guard let explanation = try Explanation(of: OrderID(order), in: &archive) else {
                throw CommandFailure.notFound("book \(store.book) has no archived order \(order)")
            }
            print(self.store.json ? explanation.json.text : explanation.text)
        }
    }
}
