import Testing

@testable import Quant

@Suite struct `A symmetric matrix` {
    /// A random positive definite matrix.
    private func definite(seed: UInt64, side: Int) -> Matrix {
        SeededData.returns(seed: seed, rows: 3 * side, columns: side).crossProducts()
    }

    @Test(arguments: UInt64(1)...20) func `is solved by its Cholesky factor`(seed: UInt64) throws {
        let side = 1 + Int(seed)
        let matrix = definite(seed: seed, side: side)
        let wanted = (0..<side).map { Double($0) - 2.5 }
        let found = try #require(Cholesky(matrix)).solve(matrix.times(wanted))
        #expect(difference(found, wanted) < 1e-9)
    }

    @Test func `has no Cholesky factor when it is singular or indefinite`() {
        #expect(Cholesky(Matrix([[1, 1], [1, 1]])) == nil)
        #expect(Cholesky(Matrix([[1, 2], [2, 1]])) == nil)
        #expect(Cholesky(Matrix([[0]])) == nil)
        #expect(Cholesky(Matrix([[4, 2], [2, 3]])) != nil)
    }

    @Test func `has the eigenvalues worked out by hand`() {
        let eigen = SymmetricEigen(Matrix([[2, 1], [1, 2]]))
        #expect(difference(eigen.eigenvalues, [1, 3]) < 1e-15)
        #expect(abs(abs(eigen.eigenvectors[0, 1]) - 0.5.squareRoot()) < 1e-15)
    }

    @Test(arguments: UInt64(1)...20) func `is rebuilt from its eigenvalues and orthogonal vectors`(seed: UInt64) {
        let side = Int(seed)
        let matrix = definite(seed: seed, side: side)
        let eigen = SymmetricEigen(matrix)
        #expect(difference(eigen.rebuilt { $0 }.values, matrix.values) < 1e-13)
        #expect(difference(eigen.eigenvectors.crossProducts().values, Matrix.identity(side).values) < 1e-13)
        #expect(eigen.eigenvalues == eigen.eigenvalues.sorted())
    }

    @Test(arguments: 1...9) func `of cross products is the same taken four rows at a time or one`(rows: Int) {
        let data = SeededData.returns(seed: 3, rows: rows, columns: 5)
        var slow = Matrix(rows: 5, columns: 5)
        for row in 0..<5 {
            for column in 0..<5 { slow[row, column] = dot(data.column(row)[...], data.column(column)[...]) }
        }
        #expect(difference(data.crossProducts().values, slow.values) < 1e-14)
    }
}
