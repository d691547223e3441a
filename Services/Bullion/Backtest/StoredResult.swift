import Foundation

/// A backtest's JSON document, as far as two of them are compared.
struct StoredResult: Decodable {
    /// A metric is a number, or a list of parts that is compared elsewhere.
    struct Metric: Decodable, Hashable {
        let value: Double?
        // What is no number is none, whatever else it is.
        init(from decoder: any Decoder) throws { value = try? decoder.singleValueContainer().decode(Double.self) }
    }

    struct Point: Decodable, Hashable {
        let date: String
        let value: Double

        init(from decoder: any Decoder) throws {
            var pair = try decoder.unkeyedContainer()
            date = try pair.decode(String.self)
            value = try pair.decode(Double.self)
        }
    }

    let market: String
    let strategies: [BacktestReport.StrategyPart]
    let symbols: [String]
    let rules: [String: String]
    let from: String?
    let to: String?
    let bars: Int
    let startEquity: String
    let finalEquity: String
    /// Absent in documents from before there was one.
    let digest: String?
    let metrics: [String: Metric]
    let curve: [Point]
    let roundTrips: [BacktestReport.Trip]
    let fillList: [BacktestReport.FillRow]

    private struct Kind: Decodable {
        let kind: String
        let schema: Int
    }

    /// - Throws: `CommandFailure` for a file that isn't there, is no JSON, is no result of a backtest, or is one of another schema.
    init(reading path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.notFound("\(path): there is no such file, or it can't be read")
        }
        let decoder = JSONDecoder()
        // Whatever keeps a file from saying what it is, it is none of ours.
        guard let kind = try? decoder.decode(Kind.self, from: data), kind.kind == "backtest" else {
            throw CommandFailure.failed("\(path): this is no result of bullion backtest --json")
        }
        guard kind.schema == 2 else {
            throw CommandFailure.failed("\(path): a result of schema \(kind.schema), and this program reads schema 2")
        }
        do {
            self = try decoder.decode(StoredResult.self, from: data)
        } catch let error as DecodingError {
            throw CommandFailure.failed("\(path): a damaged result: \(error.place)")
        }
    }
}

extension DecodingError {
    /// What is missing or wrong, and where.
    fileprivate var place: String {
        switch self {
        case .keyNotFound(let key, let context):
            "\((context.codingPath + [key]).map(\.stringValue).joined(separator: ".")) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
        @unknown default: "\(self)"
        }
    }
}
