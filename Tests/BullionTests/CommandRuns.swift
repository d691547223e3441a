import ArgumentParser
import Foundation

@testable import bullion

/// The numbers of a value that is encoded as one object, by name.
func numbers(_ value: some Encodable) throws -> [String: Double] {
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? [String: Any] ?? [:]
    return object.compactMapValues { ($0 as? NSNumber)?.doubleValue }
}

/// Files of the repository, wherever the tests are run from.
func repositoryFile(_ path: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(path).path
}

/// Runs `bullion backtest` on a simulated market, counts it nowhere, and answers the document that it wrote.
func backtestDocument(_ arguments: [String], to path: String) throws -> Data {
    let command = try BacktestCommand.parse(
        [
            "--config", repositoryFile("infra/config/paper.yaml"), "--ledger", "none", "--json", path, "--to",
            "2020-12-31",
        ] + arguments)
    try command.run()
    return try Data(contentsOf: URL(fileURLWithPath: path))
}
