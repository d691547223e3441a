import Contracts
import EventLog
import Logging
import ServiceKit
import Synchronization

/// The one hand of the api that appends to the log: commands, and the configuration at start.
///
/// It holds the lease of the author `api`. While another instance holds it, this one only reads, and takes over when that one ends.
actor CommandDesk {
    private nonisolated let executor = BlockingExecutor(label: "commands")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let address: LogAddress
    private let instance: String
    private let board: Board
    private let log: Logger
    private let options: LogOptions
    private var producer: Producer?
    /// What was appended and may not have been read back yet.
    private var recent: [(id: String, isApproval: Bool, event: Event, offset: LogOffset)] = []
    /// Looked at before a request waits for the desk: opening it may block for as long as another instance lives.
    private nonisolated let isOpen = Atomic<Bool>(false)

    init(_ address: LogAddress, instance: String, board: Board, log: Logger) {
        self.address = address
        self.instance = instance
        self.board = board
        self.log = log
        var options = LogOptions()
        // A person waits for the answer, and can ask again under the same id.
        options.patience = .seconds(3)
        self.options = options
    }

    /// Holds the lease until the task is canceled. A lost lease or connection ends only the commands for a while: questions are
    /// answered on, from what was read.
    func run() async throws {
        var lastTold = ""
        while !Task.isCancelled, !Shutdown.isRequested {
            do {
                try await hold()
            } catch LogError.canceled {
                return
            } catch let error as LogError {
                if lastTold != "\(error)" { log.warning("no lease for commands", metadata: ["error": "\(error)"]) }
                lastTold = "\(error)"
                // The sleep ends early when the task is canceled, which the loop's condition then sees.
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    /// Takes the lease, appends the configuration if it is new, and keeps the lease until Redis holds another log.
    private func hold() async throws {
        producer = try Producer(
            .api, on: address, instance: instance, options: options, stopWaiting: { Shutdown.isRequested })
        defer { letGo() }
        log.notice("lease taken")
        try await waitUntilRead()
        // From here on a restart means that the configuration, too, may be gone.
        let restarts = board.restarts
        try appendConfiguration()
        isOpen.store(true, ordering: .releasing)
        while !Task.isCancelled, !Shutdown.isRequested, board.restarts == restarts {
            try producer?.keepAlive()
            // As above.
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    private func letGo() {
        isOpen.store(false, ordering: .releasing)
        guard let last = producer.take() else { return }
        // A lease that can't be given back runs out by itself.
        try? last.stop()
    }

    /// Until everything before the lease was read, the newest configuration and the commands given so far are not known.
    private func waitUntilRead() async throws {
        var reader = try LogReader(on: address)
        let tip = try reader.tip()
        while board.offset < tip || !board.freshness.hasCaughtUp {
            if Shutdown.isRequested { throw LogError.canceled }
            try producer?.keepAlive()
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The api owns this entry: everyone else waits for it.
    private func appendConfiguration() throws {
        let book = board.book
        let known = board.read { $0.configuration }
        guard known != book else { return }
        if let known { try checkContinuity(from: known, to: book) }
        let offset = try append(.configChange(ConfigChange(configuration: book)), trace: "config")
        log.notice("configuration appended", metadata: ["log.offset": "\(offset)"])
    }

    /// Positions and features are kept by the universe's indices, and the ledger begins with the starting cash.
    private func checkContinuity(from old: BookConfiguration, to new: BookConfiguration) throws(ConfigurationError) {
        func refuse(_ key: String, _ old: String, _ new: String) -> ConfigurationError {
            ConfigurationError(
                key: key, problem: "the log of book \(board.book.book) began with \(old), and cannot go on with \(new)")
        }
        let (oldSymbols, newSymbols) = (old.universe.symbols, new.universe.symbols)
        if oldSymbols != newSymbols {
            throw refuse("book.universe", "\(oldSymbols.map(\.name))", "\(newSymbols.map(\.name))")
        }
        if old.startingCash != new.startingCash {
            throw refuse("book.starting-cash", "\(old.startingCash)", "\(new.startingCash)")
        }
        if old.book != new.book { throw refuse("book.name", old.book, new.book) }
        if old.mode != new.mode { throw refuse("book.mode", old.mode.rawValue, new.mode.rawValue) }
    }

    @discardableResult
    private func append(_ event: Event, trace: String) throws(LogError) -> LogOffset {
        let draft = Draft(at: WallClock.now(), by: .api, cause: .start, trace: trace, event: event)
        guard let offset = try producer?.commit([draft]).last else { throw .canceled }
        return offset
    }
}

// MARK: Commands

extension CommandDesk {
    /// What became of a command.
    struct Receipt: Sendable {
        let offset: LogOffset
        let isRepeat: Bool
    }

    /// Appends `command`, unless it was appended before.
    nonisolated func take(_ command: Command) async throws(Problem) -> Receipt {
        guard isOpen.load(ordering: .acquiring), board.freshness.status == "ok" else {
            throw .unavailable("this instance does not hold the lease for commands, or does not reach the log")
        }
        return try await takeInTurn(command)
    }

    private func takeInTurn(_ command: Command) throws(Problem) -> Receipt {
        if let first = try firstResult(of: command) { return Receipt(offset: first, isRepeat: true) }
        if let problem = board.read({ $0.objection(to: command) }), !isInRecent(causeOf: command) { throw problem }
        do {
            let offset = try append(command.event, trace: command.id)
            recent.append((command.id, command.event.kind == .approval, command.event, offset))
            log.notice(
                "command appended",
                metadata: [
                    "kind": "\(command.event.kind.rawValue)", "trace": "\(command.id)", "log.offset": "\(offset)",
                ])
            return Receipt(offset: offset, isRepeat: false)
        } catch {
            log.error("command not appended", metadata: ["trace": "\(command.id)", "error": "\(error)"])
            throw .unavailable("the log does not take commands now; ask again under the same id")
        }
    }

    private func firstResult(of command: Command) throws(Problem) -> LogOffset? {
        // What was read back is judged by what was read: Redis may have lost it, and then it was not given.
        let readUpTo = board.offset
        recent.removeAll { $0.offset <= readUpTo }
        let isApproval = command.event.kind == .approval
        if let first = recent.first(where: { $0.id == command.id && $0.isApproval == isApproval }) {
            guard !isApproval || first.event == command.event else {
                throw .forbidden("nonceUsed", "nonce", "the nonce \(command.id) was used for another approval")
            }
            return first.offset
        }
        let found = board.read { model -> Result<LogOffset?, Problem> in
            do throws(Problem) { return .success(try model.firstResult(of: command)) } catch { return .failure(error) }
        }
        return try found.get()
    }

    /// Whether an approval's command was appended a moment ago and is only not read back yet.
    private func isInRecent(causeOf command: Command) -> Bool {
        guard case .approval(let approval) = command.event else { return false }
        return recent.contains { $0.id == approval.command && !$0.isApproval }
    }
}
