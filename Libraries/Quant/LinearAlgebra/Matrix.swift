/// A small dense matrix of doubles, kept row by row.
///
/// Meant for tens of instruments and thousands of observations: no strides, no views, no laziness. Returns are kept with
/// one row a period, oldest first, and one column an instrument.
public struct Matrix: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    /// Element (row, column) is at `row * columns + column`.
    public private(set) var values: [Double]

    /// - Precondition: `values` has `rows × columns` elements.
    public init(rows: Int, columns: Int, values: [Double]) {
        precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
        precondition(values.count == rows * columns, "a matrix has a value for every place")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    public init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.init(rows: rows, columns: columns, values: Array(repeating: value, count: rows * columns))
    }

    /// - Precondition: the rows have one length.
    public init(_ rows: [[Double]]) {
        precondition(rows.allSatisfy { $0.count == rows[0].count }, "the rows of a matrix have one length")
        self.init(rows: rows.count, columns: rows.first?.count ?? 0, values: Array(rows.joined()))
    }

    public static func identity(_ side: Int) -> Matrix {
        var result = Matrix(rows: side, columns: side)
        for place in 0..<side { result[place, place] = 1 }
        return result
    }

    public subscript(row: Int, column: Int) -> Double {
        get {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "the place is in the matrix")
            return values[row * columns + column]
        }
        set {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "the place is in the matrix")
            values[row * columns + column] = newValue
        }
    }

    public func row(_ index: Int) -> ArraySlice<Double> { values[index * columns..<(index + 1) * columns] }
    public func column(_ index: Int) -> [Double] { (0..<rows).map { self[$0, index] } }
    public var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }
    public var isSquare: Bool { rows == columns }

    /// The product with a column vector of `columns` elements.
    public func times(_ vector: [Double]) -> [Double] {
        precondition(vector.count == columns, "the vector is as long as the matrix is wide")
        return (0..<rows).map { row in dot(self.row(row), vector[...]) }
    }

    /// The place of the first value that is NaN or infinite.
    var firstNonFinite: (row: Int, column: Int)? {
        values.firstIndex { !$0.isFinite }.map { (row: $0 / columns, column: $0 % columns) }
    }
}

/// Σ aᵢ bᵢ, added in order.
func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    precondition(a.count == b.count, "a dot product takes two vectors of one length")
    var sum = 0.0
    for (left, right) in zip(a, b) { sum += left * right }
    return sum
}
