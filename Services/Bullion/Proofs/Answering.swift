import Archive
import ArgumentParser
import EventLog
import Foundation

/// Runs a command. What goes wrong is one line on standard error, and an exit code that scripts go by.
func answering(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as CommandFailure {
        complain(error.description)
        throw error.exitCode
    } catch let error as ArchiveError {
        complain("\(error)")
        throw failure(error).exitCode
    } catch let error as LogError {
        complain("\(error)")
        throw CommandFailure.unreachable("\(error)").exitCode
    } catch let error as RedisError {
        complain("\(error)")
        throw CommandFailure.unreachable("\(error)").exitCode
    }
}

/// A line for the person at the terminal, beside the answer on standard output.
func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

private func failure(_ error: ArchiveError) -> CommandFailure {
    switch error {
    case .postgres(.unreadableConnectionString), .wrongMode, .schemaAhead, .schemaBehind, .migrationChanged:
        .misconfigured("\(error)")
    case .postgres, .cursorMoved: .unreachable("\(error)")
    case .gap, .brokenFrontier: .failed("\(error)")
    }
}
