import ServiceKit

/// Shows the book to people and programs, and takes their commands.
@main
enum ApiService {
    static func main() async {
        await Service.run("api", ApiConfiguration.init(reading:)) { @Sendable service, configuration in
            let board = Board(book: configuration.book, marketIsSimulated: configuration.marketIsSimulated)
            let desk = CommandDesk(configuration.log, instance: service.instance, board: board, log: service.log)
            let server = ApiServer(configuration, board: board, desk: desk, log: service.log)
            LogFollower(configuration.log, archive: configuration.archive, board: board, log: service.log).start()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                group.addTask { try await desk.run() }
                group.addTask {
                    while !Shutdown.isRequested {
                        service.progress(board.offset)
                        if board.freshness.status == "ok" { service.ready() }
                        try await Task.sleep(for: .milliseconds(200))
                    }
                }
                // Whichever ends first ends the service: a stop that was asked for, or an error. Waiting for the lease, which
                // blocks, only sees the request.
                defer {
                    Shutdown.request()
                    group.cancelAll()
                }
                _ = try await group.next()
            }
        }
    }
}
