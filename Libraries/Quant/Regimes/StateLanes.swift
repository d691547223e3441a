internal import RealModule

/// A vector with one lane a state. Lanes past the last state have no probability.
///
/// Models of up to two, four and eight states each get the narrowest vector, and the compiler makes a copy of the passes
/// for each of them.
protocol StateLanes: SIMD where Scalar == Double {}

extension SIMD2: StateLanes where Scalar == Double {}
extension SIMD4: StateLanes where Scalar == Double {}
extension SIMD8: StateLanes where Scalar == Double {}

extension StateLanes {
    /// The values in the first lanes, and `padding` in the rest.
    init(_ values: some Sequence<Double>, padding: Double = 0) {
        self.init(repeating: padding)
        for (lane, value) in values.enumerated() { self[lane] = value }
    }

    @inline(__always) var total: Double {
        var sum = 0.0
        for lane in 0..<Self.scalarCount { sum += self[lane] }
        return sum
    }

    @inline(__always) var largest: Double {
        var result = self[0]
        for lane in 1..<Self.scalarCount { result = Swift.max(result, self[lane]) }
        return result
    }
}
