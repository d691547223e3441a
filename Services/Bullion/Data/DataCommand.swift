import ArgumentParser

/// Market data in files: reading what others wrote, keeping it as bar files, looking for what is wrong with it.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Import, inspect and resample bars in files.",
        discussion: """
            A bar file (SYMBOL.INTERVAL.bars) holds one instrument's bars with checksums and is mapped into memory when it is used. \
            See docs/MARKET-DATA.md for the CSV layouts that import knows.
            """,
        subcommands: [
            DataImportCommand.self, DataInfoCommand.self, DataQualityCommand.self, DataResampleCommand.self,
        ])
}
