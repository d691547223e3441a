import Contracts
import Testing

/// Whatever stands in a body, reading it answers or throws; what it answers can be written, read and shown again.
@Suite struct `Reading bytes that nobody vouches for` {
    private func check(_ kind: EventKind, _ body: [UInt8]) {
        // A refusal is the point of most of these; only a trap would be wrong.
        guard let event = try? Event(kind: kind, version: 1, body: body) else { return }
        let again = event.encoded().body
        do {
            let reread = try Event(kind: kind, version: 1, body: again).encoded().body
            #expect(reread == again, "\(kind) \(hex(body))")
        } catch {
            Issue.record("\(kind) \(hex(body)): \(error)")
        }
        #expect(!JSONWriter.text(of: event).isEmpty)
    }

    @Test(arguments: UInt64(0)..<20) func `never traps on random bytes`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        for kind in EventKind.allCases {
            for _ in 0..<60 {
                check(
                    kind, (0..<Int.random(in: 0...80, using: &chance)).map { _ in .random(in: 0...255, using: &chance) }
                )
            }
        }
    }

    @Test(arguments: UInt64(0)..<20) func `never traps on damaged bodies`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        for (_, event) in sampleEvents {
            let body = event.encoded().body
            for _ in 0..<30 { check(event.kind, damaged(body, using: &chance)) }
        }
    }

    @Test(arguments: UInt64(0)..<5) func `never traps on the body of another kind`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        for (_, event) in sampleEvents {
            let body = event.encoded().body
            for kind in EventKind.allCases { check(kind, seed == 0 ? body : damaged(body, using: &chance)) }
        }
    }

    private func damaged(_ body: [UInt8], using chance: inout SplitMix64) -> [UInt8] {
        var body = body
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            let place = Int.random(in: 0...body.count, using: &chance)
            switch Int.random(in: 0..<5, using: &chance) {
            case 0 where place < body.count: body[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
            case 1 where place < body.count: body[place] = .random(in: 0...255, using: &chance)
            case 2: body.removeLast(body.count - place)
            case 3: body.insert(.random(in: 0...255, using: &chance), at: place)
            default: body.insert(contentsOf: body.prefix(place), at: place)
            }
        }
        return Array(body.prefix(4_000))
    }
}
