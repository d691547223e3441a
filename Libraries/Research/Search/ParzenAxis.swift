import Contracts
import Quant

/// How likely each place on one axis is to be among some observed ones: a Parzen estimator over the places 0 ..< count.
///
/// Every observation is a normal kernel, cut to the axis, as wide as the larger distance to its neighbors (the ends of the axis among them); a uniform
/// kernel stands for what was known before. Bergstra, Bardenet, Bengio and Kégl (2011), "Algorithms for Hyper-Parameter Optimization",
/// NIPS 24, section 4.1 and 4.2.
struct ParzenAxis: Sendable {
    private struct Kernel {
        let center: Double
        let width: Double
        /// What of the kernel lies on the axis.
        let mass: Double
    }

    private let count: Int
    private let kernels: [Kernel]

    /// - Parameter observed: places on the axis, in any order, repeats included.
    init(count: Int, observed: [Int]) {
        let end = Double(count) - 0.5
        let centers = observed.sorted().map(Double.init)
        // The more is known, the narrower a kernel may be, down to a single place.
        let narrowest = max(0.5, Double(count) / Double(min(100, centers.count + 1)) / 4)
        self.count = count
        kernels = centers.indices.map { place in
            let center = centers[place]
            let below = center - (place > 0 ? centers[place - 1] : -0.5)
            let above = (place + 1 < centers.count ? centers[place + 1] : end) - center
            let width = min(max(below, above, narrowest), Double(count))
            return Kernel(
                center: center, width: width, mass: Self.mass(from: -0.5, to: end, center: center, width: width))
        }
    }

    private static func mass(from low: Double, to high: Double, center: Double, width: Double) -> Double {
        Normal.cumulative((high - center) / width) - Normal.cumulative((low - center) / width)
    }

    /// The chance of one place. Never zero: the uniform kernel reaches everywhere.
    func chance(of place: Int) -> Double {
        var sum = 1 / Double(count)
        for kernel in kernels {
            let here = Self.mass(
                from: Double(place) - 0.5, to: Double(place) + 0.5, center: kernel.center, width: kernel.width)
            sum += here / kernel.mass
        }
        return sum / Double(kernels.count + 1)
    }

    /// A place drawn with those chances.
    func draw(using chance: inout SplitMix64) -> Int {
        let choice = chance.index(below: kernels.count + 1)
        guard choice < kernels.count else { return chance.index(below: count) }
        let kernel = kernels[choice]
        // A kernel's center is on the axis and it is no wider than that, so a third of its draws or more stay on it.
        while true {
            let place = (kernel.center + kernel.width * chance.gaussian()).rounded()
            if place >= 0, place < Double(count) { return Int(place) }
        }
    }
}
