import Foundation
import Research

/// The file that a sweep writes its finished points to, so that a rerun goes on where a killed one ended.
///
/// JSON lines: first whose points these are, then one line a point, and at the end how many were counted in the ledger. A block of points
/// is one write, and a kill can only tear the last line, which the next run drops.
final class SweepState {
    /// The first line.
    private struct Header: Codable {
        let kind: String
        let schema: Int
        let digest: String
        let sweep: SweepIdentity
        let shard: Shard
    }

    private struct Line: Codable {
        var place: Int?
        var figures: RunFigures?
        var counted: Int?
    }

    private static let kind = "sweep-state"
    private static let schema = 1

    private let path: String
    private let file: FileHandle
    /// What earlier runs finished, by place.
    private(set) var finished: [Int: RunFigures] = [:]
    /// Whether an earlier run has counted the points in the ledger already.
    private(set) var isCounted = false
    /// Bytes of a torn last line that were dropped; 0 without one.
    private(set) var droppedBytes = 0

    /// Opens or begins the file. Throws what is wrong with it: a file of another sweep, a line that is no point, or a second sweep at work on it.
    init(_ path: String, sweep: SweepIdentity, shard: Shard) throws(CommandFailure) {
        self.path = path
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .failed("\(path): could not be opened: \(String(cString: strerror(errno)))")
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .failed("\(path): another sweep is at work on this file")
        }
        try takeIn(try wholeLines(), sweep, shard)
    }

    /// Writes down points that were run.
    func add(_ runs: [SweepRuns.Run]) throws(CommandFailure) {
        try append(runs.map { Line(place: $0.place, figures: $0.figures) })
    }

    /// Writes down that the ledger counts these points now.
    func markCounted(_ trials: Int) throws(CommandFailure) {
        try append([Line(counted: trials)])
        isCounted = true
    }

    private func append(_ lines: [some Encodable]) throws(CommandFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            var text = Data()
            for line in lines { text += try encoder.encode(line) + Data("\n".utf8) }
            try file.write(contentsOf: text)
        } catch {
            throw .failed("\(path): could not be written: \(error.localizedDescription)")
        }
    }
}

// MARK: Reading

extension SweepState {
    /// The whole lines of the file; what follows the last of them is cut off.
    private func wholeLines() throws(CommandFailure) -> [Data] {
        do {
            let text = try file.readToEnd() ?? Data()
            let whole = text.lastIndex(of: UInt8(ascii: "\n")).map { text[...$0] } ?? Data()
            droppedBytes = text.count - whole.count
            if droppedBytes > 0 { try file.truncate(atOffset: UInt64(whole.count)) }
            return whole.split(separator: UInt8(ascii: "\n"))
        } catch {
            throw .failed("\(path): could not be read: \(error.localizedDescription)")
        }
    }

    private func takeIn(_ lines: [Data], _ sweep: SweepIdentity, _ shard: Shard) throws(CommandFailure) {
        guard let first = lines.first else {
            let header = Header(
                kind: Self.kind, schema: Self.schema, digest: sweep.digest, sweep: sweep, shard: shard)
            return try append([header])
        }
        try check(first, sweep, shard)
        let decoder = JSONDecoder()
        for (number, text) in lines.enumerated().dropFirst() {
            let line: Line
            do { line = try decoder.decode(Line.self, from: text) } catch {
                throw .failed("\(path):\(number + 1): this line is no point of a sweep")
            }
            if let place = line.place, let figures = line.figures { finished[place] = figures }
            if line.counted != nil { isCounted = true }
        }
    }

    private func check(_ first: Data, _ sweep: SweepIdentity, _ shard: Shard) throws(CommandFailure) {
        let header: Header
        do { header = try JSONDecoder().decode(Header.self, from: first) } catch {
            throw .failed("\(path):1: this is not the state of a sweep; --resume names another file")
        }
        guard header.kind == Self.kind, header.schema == Self.schema else {
            throw .failed(
                "\(path):1: this is \(header.kind) of schema \(header.schema), not \(Self.kind) of \(Self.schema)")
        }
        if let difference = header.sweep.difference(from: sweep) {
            throw .failed("\(path) belongs to another sweep: \(difference)")
        }
        guard header.shard == shard, header.digest == sweep.digest else {
            throw .failed("\(path) belongs to another part of this sweep: \(header.shard), and here it is \(shard)")
        }
    }
}
