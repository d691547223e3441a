import Contracts
import Foundation
import Research
import Supervision

/// A program of the user's that decides on bars: it reads them as CSV and writes its decisions as CSV.
///
/// It is started anew for every series, without a shell. Its input and output are files, so that neither side waits for the other.
struct DecisionProgram: DecisionSource {
    let moment: DecisionMoment
    private let command: [String]
    private let universe: Universe
    private let timeout: Duration
    private let directory: TemporaryDirectory

    /// - Parameter command: the program, looked up in `PATH` when it has no slash, and its arguments.
    init(_ command: [String], universe: Universe, moment: DecisionMoment, timeout: Duration) throws {
        precondition(!command.isEmpty, "a program has a name")
        self.command = command
        self.universe = universe
        self.moment = moment
        self.timeout = timeout
        directory = try TemporaryDirectory(named: "bullion-prove")
    }

    func decisions(over frames: [BarFrame]) throws -> [[Decision]] {
        let (input, output, errors) = (directory.file("in"), directory.file("out"), directory.file("err"))
        try Data(Self.table(of: frames, universe).utf8).write(to: URL(fileURLWithPath: input))
        for path in [output, errors] { try Data().write(to: URL(fileURLWithPath: path)) }
        let child: ChildProcess
        do {
            child = try ChildProcess(
                command[0], Array(command.dropFirst()), logPath: output, inputPath: input, errorPath: errors)
        } catch {
            throw ProgramFailure("\(command[0]) could not be started: \(error)")
        }
        guard let status = child.wait(atMost: timeout) else {
            child.kill()
            throw ProgramFailure("\(command[0]) was not done after \(timeout)")
        }
        guard status.isSuccess else {
            let said =
                try String(contentsOfFile: errors, encoding: .utf8).split(separator: "\n").last ?? "and said nothing"
            throw ProgramFailure("\(command[0]) ended with \(status): \(said)")
        }
        return try DecisionTable(universe).read(try Data(contentsOf: URL(fileURLWithPath: output)), for: frames)
    }

    /// The bars as the program reads them, in ascending time and in the universe's order.
    static func table(of frames: [BarFrame], _ universe: Universe) -> String {
        var text = "ts_ns,symbol,open,high,low,close,volume\n"
        for frame in frames {
            for (place, bar) in frame.bars.enumerated() {
                guard let bar else { continue }
                text += "\(frame.at.nanoseconds),\(universe.symbols[place]),\(bar.open),\(bar.high),\(bar.low),"
                text += "\(bar.close),\(bar.volume)\n"
            }
        }
        return text
    }
}

/// Why a program gave no decisions.
struct ProgramFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Decisions as a program writes them: lines of `ts_ns,symbol,weight`, under a header or none.
struct DecisionTable {
    private let universe: Universe

    init(_ universe: Universe) { self.universe = universe }

    /// The decisions by frame, each frame's in the universe's order.
    /// - Throws: `ProgramFailure` with the line that is no decision, that decides on no bar of the series, or that decides twice.
    func read(_ data: Data, for frames: [BarFrame]) throws -> [[Decision]] {
        guard let text = String(data: data, encoding: .utf8) else { throw ProgramFailure("its output is not UTF-8") }
        var places: [Int64: Int] = [:]
        for (place, frame) in frames.enumerated() { places[frame.at.nanoseconds] = place }
        var decided = [[Decision?]](
            repeating: Array(repeating: nil, count: universe.count), count: frames.count)
        for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            if number == 0, line.hasPrefix("ts_ns,") { continue }
            let (instant, decision) = try decision(line, number + 1)
            guard let place = places[instant] else {
                throw ProgramFailure("output line \(number + 1): there is no bar at \(instant)")
            }
            guard decided[place][decision.instrument.place] == nil else {
                throw ProgramFailure("output line \(number + 1): \(universe[decision.instrument]) is decided on twice")
            }
            decided[place][decision.instrument.place] = decision
        }
        return decided.map { $0.compactMap(\.self) }
    }

    private func decision(_ line: Substring, _ number: Int) throws -> (Int64, Decision) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard fields.count == 3, let instant = Int64(fields[0]), let weight = Double(fields[2]) else {
            throw ProgramFailure("output line \(number): \"\(line.prefix(60))\" is not ts_ns,symbol,weight")
        }
        guard let instrument = Symbol(fields[1]).flatMap({ universe.index(of: $0) }) else {
            throw ProgramFailure("output line \(number): \"\(fields[1].prefix(20))\" is none of the symbols")
        }
        return (instant, Decision(.weight, of: instrument, weight))
    }
}
