import ArgumentParser
import Contracts
import Foundation
import Kernel
import MarketData
import ServiceKit

/// What research reads: the market, and the configuration that names the book and its universe.
struct ResearchInput: ParsableArguments {
    @OptionGroup var market: MarketOptions

    @Option(help: "Configuration file of the book; repeatable, the last one wins.")
    var config: [String] = ["infra/config/paper.yaml"]

    @Option(help: "How long the bars are, such as 1min or 1d, where the file's stamps do not say it.")
    var interval: String?

    func validate() throws { _ = try barLength() }

    private func barLength() throws -> BarInterval? {
        try interval.map { try barInterval($0, option: "--interval") }
    }

    /// The configured book and the bars, of which there is at least one frame. Rows that were left out are named on standard error.
    /// - Parameter takesAllFiles: whether a folder without `--symbols` means every file in it, and not the book's universe.
    func load(
        takesAllFiles: Bool, _ actions: ActionOptions? = nil
    ) throws -> (configured: BookConfiguration, market: ResearchMarket) {
        let configured = try BookConfiguration(reading: try ConfigurationFiles.load(files: config))
        let loaded = try ResearchMarket(
            market, actions, configured: configured.universe, takesAllFiles: takesAllFiles,
            interval: try barLength())
        for defect in loaded.quarantined { complain("left out \(defect)") }
        guard loaded.firstFrame != nil else {
            throw CommandFailure.failed("\(loaded.label): there is no bar in that span")
        }
        return (configured, loaded)
    }
}

/// Puts a result in place in one step: a reader never sees half of it.
func writeFile(_ data: Data, to path: String) throws(CommandFailure) {
    do {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw .failed("\(path): could not be written: \(error.localizedDescription)")
    }
}
