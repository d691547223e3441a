/// All combinations of the values of some axes. A combination is known by its *place*: the last axis changes fastest.
public struct SearchGrid: Hashable, Sendable {
    public let axes: [SearchAxis]
    public let count: Int

    /// The most points of a grid that points are drawn from.
    public static let maximumCount = 1_000_000_000
    /// The most points of a grid that is run as a whole.
    public static let maximumRunCount = 1_000_000

    /// - Throws: `repeatedAxis`, or `tooManyPoints` above `maximumCount`. Without axes the grid has one point.
    public init(_ axes: [SearchAxis]) throws(SearchError) {
        for (place, axis) in axes.enumerated() where axes[..<place].contains(where: { $0.name == axis.name }) {
            throw .repeatedAxis(axis.name)
        }
        var count = 1
        for axis in axes {
            // Neither factor is above a billion, so the product fits.
            count *= axis.values.count
            guard count <= Self.maximumCount else {
                throw .tooManyPoints(
                    count: axes.map { "\($0.values.count)" }.joined(separator: " × "), limit: Self.maximumCount)
            }
        }
        self.axes = axes
        self.count = count
    }

    /// Throws unless the grid may be run as a whole.
    public func requireRunnable() throws(SearchError) {
        if count > Self.maximumRunCount { throw .tooManyPoints(count: "\(count)", limit: Self.maximumRunCount) }
    }

    /// Where a point stands on each axis.
    public func coordinates(of place: Int) -> [Int] {
        precondition((0..<count).contains(place), "the point is on the grid")
        var rest = place
        var coordinates = [Int](repeating: 0, count: axes.count)
        for axis in axes.indices.reversed() {
            (rest, coordinates[axis]) = rest.quotientAndRemainder(dividingBy: axes[axis].values.count)
        }
        return coordinates
    }

    /// The point with these coordinates, each on its axis.
    public func place(of coordinates: [Int]) -> Int {
        precondition(coordinates.count == axes.count, "one coordinate an axis")
        var place = 0
        for (axis, coordinate) in zip(axes, coordinates) {
            precondition(axis.values.indices.contains(coordinate), "a coordinate is on its axis")
            place = place * axis.values.count + coordinate
        }
        return place
    }

    /// The values of a point, in the order of the axes.
    public func values(of place: Int) -> [Double] {
        zip(axes, coordinates(of: place)).map { $0.values[$1] }
    }

    /// The points one step below and above `place` on each axis; `nil` where the axis ends.
    public func neighbors(of place: Int) -> [(below: Int?, above: Int?)] {
        let coordinates = coordinates(of: place)
        return axes.indices.map { axis in
            func neighbor(_ step: Int) -> Int? {
                var moved = coordinates
                moved[axis] += step
                return axes[axis].values.indices.contains(moved[axis]) ? self.place(of: moved) : nil
            }
            return (neighbor(-1), neighbor(1))
        }
    }
}
