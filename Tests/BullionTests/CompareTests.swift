import Foundation
import Supervision
import Testing

@testable import bullion

@Suite struct `Two runs of a backtest` {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func document(_ name: String, _ arguments: String...) throws -> Data {
        try backtestDocument(["--symbols", "GLD,SLV"] + arguments, to: directory.file(name))
    }

    private func comparison(_ left: String, _ right: String) throws -> RunComparison {
        RunComparison(
            try StoredResult(reading: directory.file(left)), try StoredResult(reading: directory.file(right)))
    }

    @Test func `write one document, but for how long they took`() throws {
        let crossing = ["--strategy", "sma-cross", "--param", "fast=5", "--param", "slow=20"]
        let documents = try ["a", "b"].map {
            try backtestDocument(["--symbols", "GLD,SLV"] + crossing, to: directory.file($0))
        }
        let objects = try documents.map { data in
            var object = try #require(JSONSerialization.jsonObject(with: data) as? NSDictionary as? [String: NSObject])
            for time in ["loadSeconds", "runSeconds", "barsPerSecond"] {
                #expect(object.removeValue(forKey: time) != nil)
            }
            return object
        }
        #expect(objects[0] == objects[1])
        #expect((objects[0]["digest"] as? String)?.count == 64)
        #expect(try comparison("a", "b").isEqual)
        #expect(try comparison("a", "b").text(trades: 10).hasPrefix("EQUAL"))
    }

    @Test func `with another parameter differ in it, in metrics and in trades`() throws {
        _ = try document("a", "--strategy", "sma-cross", "--param", "fast=5", "--param", "slow=20")
        _ = try document("b", "--strategy", "sma-cross", "--param", "fast=6", "--param", "slow=20", "--fees", "us")
        let comparison = try comparison("a", "b")
        #expect(!comparison.isEqual)
        #expect(comparison.setup.map(\.name) == ["rule fees", "strategy 1 fast"])
        #expect(comparison.setup.map(\.left) == ["none", "5"])
        #expect(comparison.metrics.contains { $0.name == "totalReturn" && !$0.isEqual })
        #expect(comparison.firstDivergence != nil)
        let text = comparison.text(trades: 1)
        #expect(text.contains("only in the first"))
        #expect(text.contains("first divergent trade"))
    }

    private func complaint(_ text: String?) -> String {
        let path = directory.file("c")
        do {
            if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
            _ = try StoredResult(reading: path)
            return "nothing"
        } catch {
            return "\(error)"
        }
    }

    @Test func `are compared only where both are results of this schema`() {
        #expect(complaint(nil).hasSuffix("there is no such file, or it can't be read"))
        #expect(complaint("open,high").hasSuffix("this is no result of bullion backtest --json"))
        #expect(complaint(#"{"kind":"prove","schema":2}"#).hasSuffix("this is no result of bullion backtest --json"))
        #expect(complaint(#"{"kind":"backtest","schema":1}"#).contains("schema 1, and this program reads schema 2"))
        #expect(complaint(#"{"kind":"backtest","schema":2,"market":"m"}"#).hasSuffix("strategies is missing"))
    }
}
