import Archive
import Testing

@Suite struct `An audit tree` {
    /// The leaves and roots that the Certificate Transparency project tests its own tree with.
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    let hashes = Self.leaves.map { AuditHash.leaf($0) }

    @Test(arguments: 0...8) func `has the reference roots`(size: Int) {
        #expect(MerkleTree(leaves: hashes).root(size: UInt64(size)).description == Self.roots[size])
        var frontier = TreeFrontier()
        for hash in hashes.prefix(size) { frontier.append(hash) }
        #expect(frontier.root.description == Self.roots[size])
    }

    @Test func `has the reference inclusion path`() {
        let proof = MerkleTree(leaves: hashes).inclusionProof(of: 5, size: 8)
        #expect(
            proof.path.map(\.description) == [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
    }

    @Test func `has the reference consistency path`() {
        let proof = MerkleTree(leaves: hashes).consistencyProof(from: 6, to: 8)
        #expect(
            proof.path.map(\.description) == [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
    }

    /// Sixty-odd leaves reach every shape that a path can have.
    private var forest: MerkleTree { MerkleTree(leaves: (UInt8(0)..<67).map { AuditHash.leaf([$0]) }) }

    @Test func `proves every leaf of every size and nothing else`() {
        let tree = forest
        for size in 1...tree.size {
            let root = tree.root(size: size)
            for index in 0..<size {
                let proof = tree.inclusionProof(of: index, size: size)
                #expect(proof.proves(.leaf([UInt8(index)]), under: root))
                #expect(!proof.proves(.leaf([UInt8(index) ^ 0x80]), under: root))
                let longer = InclusionProof(index: index, size: size, path: proof.path + [root])
                #expect(!longer.proves(.leaf([UInt8(index)]), under: root))
                let elsewhere = InclusionProof(index: (index + 1) % size, size: size, path: proof.path)
                #expect(size == 1 || !elsewhere.proves(.leaf([UInt8(index)]), under: root))
                if !proof.path.isEmpty {
                    let shorter = InclusionProof(index: index, size: size, path: proof.path.dropLast())
                    #expect(!shorter.proves(.leaf([UInt8(index)]), under: root))
                }
            }
        }
    }

    @Test func `proves that every smaller tree is its beginning and that a rewritten one is not`() {
        let tree = forest
        for new in 0...tree.size {
            for old in 0...new {
                let proof = tree.consistencyProof(from: old, to: new)
                #expect(proof.proves(tree.root(size: old), isBeginningOf: tree.root(size: new)))
                #expect(!proof.proves(.leaf([99]), isBeginningOf: tree.root(size: new)))
                #expect(!proof.proves(tree.root(size: old), isBeginningOf: .leaf([99])) || old == 0)
            }
        }
    }

    @Test func `goes on from its stored edge`() throws {
        var whole = TreeFrontier()
        for size in UInt64(0)..<40 {
            var restored = try #require(TreeFrontier(size: size, bytes: whole.bytes))
            #expect(restored == whole)
            restored.append(.leaf([UInt8(size)]))
            whole.append(.leaf([UInt8(size)]))
            #expect(restored.root == whole.root)
        }
        #expect(TreeFrontier(size: 3, bytes: [1, 2, 3]) == nil)
    }

    @Test func `writes heads and hashes as text that reads back`() throws {
        let head = TreeHead(size: 8, root: hashes[3])
        #expect(TreeHead(head.description) == head)
        #expect(TreeHead("8") == nil)
        #expect(TreeHead("8:00") == nil)
        #expect(AuditHash(hexadecimal: String(repeating: "+1", count: 32)) == nil)
    }
}
