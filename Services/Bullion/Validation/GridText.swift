import ArgumentParser
import Contracts

/// The values that `--grid` asks for, as `NAME=FROM:TO:STEP`.
struct GridText {
    /// One parameter and the values it takes, ascending.
    struct Axis: Hashable {
        let name: String
        let values: [Double]
    }

    /// More points than this are refused: a typing error in a step would otherwise run until tomorrow.
    static let largest = 10_000

    /// In the order in which they were given.
    let axes: [Axis]

    init(_ texts: [String]) throws {
        guard !texts.isEmpty else { throw ValidationError("--grid: name at least one parameter, as NAME=FROM:TO:STEP") }
        axes = try texts.map(Self.axis)
        for (place, axis) in axes.enumerated() where axes[..<place].contains(where: { $0.name == axis.name }) {
            throw ValidationError("--grid: \(axis.name) is given twice")
        }
        let count = axes.reduce(1.0) { $0 * Double($1.values.count) }
        guard count <= Double(Self.largest) else {
            throw ValidationError("--grid: \(Int(min(count, 1e15))) points are more than \(Self.largest)")
        }
    }

    /// Every combination; the last parameter moves first.
    var points: [[StrategyConfiguration.Parameter]] {
        axes.reduce([[]]) { points, axis in
            points.flatMap { point in axis.values.map { point + [.init(name: axis.name, value: $0)] } }
        }
    }

    private static func axis(_ text: String) throws -> Axis {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let numbers = sides.count == 2 ? sides[1].split(separator: ":", omittingEmptySubsequences: false) : []
        let bounds = numbers.compactMap { Double($0) }.filter(\.isFinite)
        guard let name = sides.first, !name.isEmpty, numbers.count == 3, bounds.count == 3 else {
            throw ValidationError("--grid: \"\(text)\" is not NAME=FROM:TO:STEP, such as fast=5:50:5")
        }
        let (from, to, step) = (bounds[0], bounds[1], bounds[2])
        guard from <= to else { throw ValidationError("--grid: \"\(text)\" ends below its beginning") }
        guard step > 0 else { throw ValidationError("--grid: \"\(text)\" has a step that is not above 0") }
        let steps = ((to - from) / step + 1e-9).rounded(.down)
        guard steps < Double(largest) else {
            throw ValidationError("--grid: \"\(text)\" has more than \(largest) values")
        }
        // Billionths, so that 0.1 and twice 0.1 make 0.3.
        return Axis(name: name, values: (0...Int(steps)).map { ((from + Double($0) * step) * 1e9).rounded() / 1e9 })
    }
}
