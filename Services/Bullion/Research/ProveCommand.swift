import ArgumentParser
import Contracts
import Foundation
import Research

/// Puts a strategy, a book or a program of the user's to the proof that it does not look ahead.
struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Prove that decisions depend on the past alone, or name the input from the future that they read.",
        discussion: """
            Decisions are made again on series that agree up to a bar and differ behind it: cut off, larger, smaller, shuffled, with bars \
            missing, with one field or one instrument changed. A decision up to that bar which differs has read what was yet to come. \
            Without --decisions the configured book, or --strategy, is put to the proof. With it, what follows is a program and its \
            arguments, started without a shell: it reads CSV bars (ts_ns,symbol,open,high,low,close,volume) on its standard input and \
            writes a line ts_ns,symbol,weight for each decision on its standard output. docs/LOOKAHEAD.md has an example. Exit code 1 \
            when it looks ahead or answers differently each time.
            """)

    @OptionGroup var input: ResearchInput

    @OptionGroup var research: ResearchOptions
    @OptionGroup var execution: ExecutionOptions

    @Option(help: "At how many bars the future is changed. (default: 16; with --decisions 8)")
    var cuts: Int?

    @Option(name: .customLong("proof-seed"), help: "Where the cuts are, and how bars are shuffled.")
    var proofSeed: UInt64 = 1

    @Option(help: "The most frames to look at; the first so many.")
    var frames = 1000

    @Option(
        name: .customLong("decides-at"), help: "close: a bar may be known when it is decided on; open: only its open.")
    var decidesAt = DecisionMoment.close.rawValue

    @Option(help: "How far numbers may differ and still be the same. (default: 0; with --decisions 1e-9)")
    var tolerance: Double?

    @Option(help: "Seconds that one run of the program may take.")
    var timeout = 60

    @Option(help: "Write the report to this file as JSON.")
    var json: String?

    @Option(parsing: .remaining, help: "The program to put to the proof, with its arguments; the last option.")
    var decisions: [String] = []

    func validate() throws {
        guard (1...1000).contains(cuts ?? 1) else {
            throw ValidationError("--cuts: \(cuts ?? 0) is not within 1 to 1000")
        }
        guard (3...1_000_000).contains(frames) else {
            throw ValidationError("--frames: \(frames) is not within 3 to 1000000")
        }
        guard (1...3600).contains(timeout) else {
            throw ValidationError("--timeout: \(timeout) is not within 1 to 3600")
        }
        guard (0...0.1).contains(tolerance ?? 0) else {
            throw ValidationError("--tolerance: \(tolerance ?? 0) is not within 0 to 0.1")
        }
        guard decisions.isEmpty || research.strategy == nil else {
            throw ValidationError("--decisions and --strategy exclude each other")
        }
        _ = try moment()
    }

    private func moment() throws -> DecisionMoment {
        guard let moment = DecisionMoment(rawValue: decidesAt) else {
            throw ValidationError("--decides-at: \"\(decidesAt)\" is neither close nor open")
        }
        guard moment == .close || !decisions.isEmpty else {
            throw ValidationError("--decides-at open needs --decisions: a book decides at the close")
        }
        return moment
    }

    func run() throws {
        try answering {
            let material = try ResearchMaterial(input, research, takesAllFiles: !decisions.isEmpty, most: frames)
            let report = try prove(material)
            print(material.heading)
            print(report.text(material.universe))
            if let json { try writeFile(Data(report.json(material).text.utf8), to: json) }
            if !report.isHonest { throw ExitCode(1) }
        }
    }

    private func prove(_ material: ResearchMaterial) throws -> LookAheadReport {
        let isProgram = !decisions.isEmpty
        let plan = ProofPlan(
            cuts: cuts ?? (isProgram ? 8 : 16), seed: proofSeed, tolerance: tolerance ?? (isProgram ? 1e-9 : 0))
        do {
            if isProgram {
                let program = try DecisionProgram(
                    decisions, universe: material.universe, moment: try moment(), timeout: .seconds(timeout))
                return try LookAheadProver(program, plan: plan).prove(material.frames)
            }
            let book = BookDecisions(try material.book(), rules: try execution.rules(), on: material.frames)
            return try LookAheadProver(book, plan: plan).prove(material.frames)
        } catch let error as ProofError {
            throw CommandFailure.failed("\(error)")
        }
    }
}

extension LookAheadReport {
    /// For a program.
    func json(_ material: ResearchMaterial) -> JSON {
        var members: [JSON.Member] = [
            .init(name: "schema", value: .number(1)), .init(name: "kind", value: .string("prove")),
            .init(name: "market", value: .string(material.label)), .init(name: "verdict", value: .string(word)),
            .init(name: "frames", value: .number(frames)), .init(name: "cuts", value: .array(cuts.map { .number($0) })),
            .init(name: "runs", value: .number(runs)), .init(name: "refusals", value: .number(refusals)),
        ]
        switch verdict {
        case .honest: break
        case .nondeterministic(let difference):
            members.append(.init(name: "difference", value: .string(difference.text(material.universe))))
        case .looksAhead(let inputs):
            members.append(.init(name: "inputs", value: .array(inputs.map { $0.json(material.universe) })))
        }
        return .object(members)
    }

    private var word: String {
        switch verdict {
        case .honest: "honest"
        case .nondeterministic: "nondeterministic"
        case .looksAhead: "looks-ahead"
        }
    }
}

extension GuiltyInput {
    fileprivate func json(_ universe: Universe) -> JSON {
        var (field, symbol) = (JSON.null, JSON.null)
        if case .field(let one, let instrument) = source {
            field = .string(one.rawValue)
            symbol = instrument.map { .string(universe[$0].name) } ?? .null
        }
        var (nearest, farthest) = (JSON.null, JSON.null)
        switch reach {
        case .bars(let range): (nearest, farthest) = (.number(range.lowerBound), .number(range.upperBound))
        case .throughEnd(let first): nearest = .number(first)
        case .lastBar, .manyBars: break
        }
        return .members([
            "input": .string(source.text(universe) + reach.text), "field": field, "symbol": symbol,
            "nearestBarsAhead": nearest, "farthestBarsAhead": farthest, "deed": .string(deed),
            "bar": .number(witness.bar), "at": .string(witness.at.description),
            "evidence": .string(witness.text(universe)),
        ])
    }
}
