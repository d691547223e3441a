import ArgumentParser
import Contracts
import Foundation
import ServiceKit

/// What the research commands work on: frames in memory, and the book that runs over them.
struct ResearchMaterial {
    let universe: Universe
    let frames: [BarFrame]
    let label: String
    private let options: ResearchOptions
    private let configured: BookConfiguration

    /// - Parameters:
    ///   - takesAllFiles: whether a folder means every file in it even without `--strategy`.
    ///   - most: how many frames to keep, from the first on.
    init(
        _ market: MarketOptions, config: [String], interval: String?, _ research: ResearchOptions, takesAllFiles: Bool,
        most: Int
    ) throws {
        configured = try BookConfiguration(reading: try ConfigurationFiles.load(files: config))
        let loaded = try ResearchMarket(
            market, configured: configured.universe, takesAllFiles: takesAllFiles || research.strategy != nil,
            interval: try interval.map { try barInterval($0, option: "--interval") })
        for defect in loaded.quarantined { complain("left out \(defect)") }
        frames = loaded.frames(most: most)
        guard !frames.isEmpty else { throw CommandFailure.failed("\(loaded.label): there is no bar in that span") }
        universe = loaded.universe
        label = loaded.label
        options = research
    }

    /// One line that says what is looked at.
    var heading: String {
        let (first, last) = (frames[0].session, frames[frames.count - 1].session)
        return "\(label): \(frames.count) frames of \(universe.symbols.map(\.name).joined(separator: ", ")), "
            + "\(first) to \(last)"
    }

    /// The strategy that was asked for, or what of the configured book can run on this universe.
    func book() throws -> BookConfiguration {
        try options.book(configured, on: universe)
    }
}

extension ResearchOptions {
    /// The strategy that was asked for as a book of its own, or what of the configured one can run on this universe.
    func book(_ configured: BookConfiguration, on universe: Universe) throws -> BookConfiguration {
        if let strategy { return try book(on: universe, strategy: strategy) }
        var (book, leftOut) = configured.moved(to: universe)
        for name in leftOut { complain("strategy \(name) is left out: its instruments are not in this universe") }
        if let cash = try startingCash() { book.startingCash = cash }
        return book
    }
}

extension ResearchMarket {
    /// The first frames, at most so many.
    func frames(most: Int) -> [BarFrame] {
        switch frames {
        case .assembly(let assembly): Array(assembly.prefix(most))
        case .list(let frames): Array(frames.prefix(most))
        }
    }
}

/// Writes a file whole or not at all.
func writeFile(_ data: Data, to path: String) throws {
    do {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw CommandFailure.failed("\(path): could not be written: \(error.localizedDescription)")
    }
}
