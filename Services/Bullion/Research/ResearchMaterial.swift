import Contracts
import MarketData

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
    init(_ input: ResearchInput, _ research: ResearchOptions, takesAllFiles: Bool = false, most: Int) throws {
        let (configured, loaded) = try input.load(takesAllFiles: takesAllFiles || research.strategy != nil)
        self.configured = configured
        frames = loaded.frames(most: most)
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

extension ResearchMarket {
    /// The first frames, at most so many.
    func frames(most: Int) -> [BarFrame] {
        switch frames {
        case .assembly(let assembly): Array(assembly.prefix(most))
        case .list(let frames): Array(frames.prefix(most))
        }
    }

    /// All frames, for those who walk them again and again.
    var table: FrameTable {
        switch frames {
        case .assembly(let assembly): FrameTable(assembly)
        case .list(let frames): FrameTable(frames)
        }
    }
}
