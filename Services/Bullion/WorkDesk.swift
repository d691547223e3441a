import Dispatch
import Synchronization

/// Where threads fetch work and leave what came of it, for one that waits. What is left is bounded by the amount of work.
final class WorkDesk<Work: Sendable, Product: Sendable>: Sendable {
    private struct Papers {
        var work: ArraySlice<Work>
        var products: [Result<Product, any Error>] = []
    }

    private let papers: Mutex<Papers>
    private let offered = DispatchSemaphore(value: 0)

    private init(_ work: [Work]) { papers = Mutex(Papers(work: work[...])) }

    /// Does all of the work on as many threads, and hands over each product when it is made, on the caller's thread, in no certain order.
    /// - Throws: what `make` or `isMade` throws. Work that has begun then is finished, and not handed over.
    static func run(
        _ work: [Work], on threads: Int, make: @escaping @Sendable (Work) throws -> Product,
        isMade: (Product) throws -> Void
    ) throws {
        let desk = WorkDesk(work)
        let workers = DispatchGroup()
        for _ in 0..<min(threads, work.count) {
            DispatchQueue.global().async(group: workers) {
                while let next = desk.next() { desk.offer(Result { try make(next) }) }
            }
        }
        defer {
            desk.close()
            workers.wait()
        }
        for _ in work { try isMade(try desk.take().get()) }
    }

    /// The next piece of work; `nil` when there is no more.
    private func next() -> Work? { papers.withLock { $0.work.popFirst() } }

    private func offer(_ product: Result<Product, any Error>) {
        papers.withLock { $0.products.append(product) }
        offered.signal()
    }

    /// Waits for what came of a piece of work.
    private func take() -> Result<Product, any Error> {
        offered.wait()
        return papers.withLock { $0.products.removeFirst() }
    }

    /// Hands out no further work.
    private func close() { papers.withLock { $0.work = [] } }
}
