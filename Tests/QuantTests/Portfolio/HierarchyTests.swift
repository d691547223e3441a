import Testing

@testable import Quant

@Suite struct `Hierarchical risk parity` {
    let covariance = try! Covariance.sample(of: SeededData.returns(seed: 7, rows: 80, columns: 6))

    @Test func `gives the weights of PyPortfolioOpt under every linkage`() throws {
        let expected: [LinkageMethod: [Double]] = [
            .single: PortfolioReference.hierarchical, .ward: PortfolioReference.hierarchicalWard,
            .average: PortfolioReference.hierarchicalAverage, .complete: PortfolioReference.hierarchicalComplete,
        ]
        for method in LinkageMethod.allCases {
            let weights = try HierarchicalRiskParity.weights(covariance, linkage: method)
            #expect(difference(weights, try #require(expected[method])) < 1e-9, "\(method)")
        }
    }

    @Test func `with the paper's distance gives what SciPy's tree and PyPortfolioOpt's bisection give`() throws {
        let weights = try HierarchicalRiskParity.weights(covariance, distance: .ofCorrelationDistances)
        #expect(difference(weights, PortfolioReference.hierarchicalAsInPaper) < 1e-9)
    }

    @Test(arguments: UInt64(0)..<60) func `has long weights that sum to one, whatever the covariance's rank`(
        seed: UInt64
    ) throws {
        let columns = 1 + Int(seed) % 44
        let few = try Covariance.sample(of: SeededData.returns(seed: seed, rows: 5, columns: columns))
        for method in LinkageMethod.allCases {
            for distance in HierarchicalRiskParity.Distance.allCases {
                let weights = try HierarchicalRiskParity.weights(few, distance: distance, linkage: method)
                #expect(sumsToOne(weights) && weights.allSatisfy { $0 > 0 })
            }
        }
    }

    @Test func `splits two by inverse variance, and gives one everything`() throws {
        let pair = try Covariance(checking: Matrix([[1, 0.5], [0.5, 4]]))
        #expect(difference(try HierarchicalRiskParity.weights(pair), [0.8, 0.2]) < 1e-15)
        #expect(try HierarchicalRiskParity.weights(Covariance(checking: Matrix([[3]]))) == [1])
    }

    @Test func `halves what twins get, and gives a perfect hedge equal halves`() throws {
        let twins = try Covariance(checking: Matrix([[1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1]]))
        #expect(difference(try HierarchicalRiskParity.weights(twins), [0.25, 0.25, 0.25, 0.25]) < 1e-15)
        let hedges = try Covariance(
            checking: Matrix([[1, -1, 1, -1], [-1, 1, -1, 1], [1, -1, 1, -1], [-1, 1, -1, 1]]))
        #expect(sumsToOne(try HierarchicalRiskParity.weights(hedges)))
    }

    @Test func `is refused with a price that doesn't move`() throws {
        let flat = try Covariance(checking: Matrix([[0, 0], [0, 1]]))
        #expect(throws: PortfolioError.noVariance(column: 0, variance: 0, floor: 1e-18)) {
            try HierarchicalRiskParity.weights(flat)
        }
    }
}

@Suite struct `A linkage` {
    @Test func `merges at the distances of SciPy`() throws {
        let covariance = try Covariance.sample(of: SeededData.returns(seed: 7, rows: 80, columns: 6))
        let correlation = try covariance.correlation()
        let distances = Matrix(rows: 6, columns: 6, values: correlation.values.map { ((1 - $0) / 2).squareRoot() })
        let single = Linkage(distances, .single).merges.map { $0.distance }
        #expect(difference(single, PortfolioReference.singleDistances) < 1e-12)
        let ward = Linkage(distances, .ward).merges.map { $0.distance }
        #expect(difference(ward, PortfolioReference.wardDistances) < 1e-12)
    }

    @Test func `puts near leaves side by side`() {
        let places = [0.0, 10, 1, 11, 3]
        let distances = Matrix(places.map { from in places.map { abs(from - $0) } })
        for method in LinkageMethod.allCases {
            let linkage = Linkage(distances, method)
            #expect(linkage.order == [1, 3, 4, 0, 2], "\(method)")
            #expect(linkage.merges[0] == Linkage.Merge(left: 0, right: 2, distance: 1))
        }
    }

    @Test func `of equally near pairs merges the first`() {
        let even = Matrix([[0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0]])
        let merges = Linkage(even, .single).merges
        #expect(merges.map { [$0.left, $0.right] } == [[0, 1], [2, 3], [4, 5]])
    }

    @Test func `of one leaf or none is no merge`() {
        #expect(Linkage(Matrix([[0]]), .ward).order == [0])
        #expect(Linkage(Matrix(rows: 0, columns: 0), .ward).order == [])
    }
}
