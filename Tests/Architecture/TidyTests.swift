import Foundation
import Testing

@Suite struct `The sources` {
    @Test func `import nothing on the kernel side that reads a clock or does I/O`() throws {
        for rule in importTable where rule.isKernelSide {
            let allowed = rule.ours.union(rule.others).union(kernelSideModules)
            for file in try SourceTree("Libraries/\(rule.library)").files {
                #expect(Set(file.imports).subtracting(allowed) == [], "\(file.path)")
            }
        }
    }

    @Test func `ask no clock and no chance on the kernel side`() throws {
        let banned =
            /\b(ContinuousClock|SuspendingClock|SystemRandomNumberGenerator|Task\.sleep|clock_gettime|randomElement\(\)|shuffled\(\))|\.random\(in: [^,]*\)$/
        for rule in importTable where rule.isKernelSide {
            for file in try SourceTree("Libraries/\(rule.library)").files {
                for (number, text) in file.code {
                    #expect(text.firstMatch(of: banned) == nil, "\(file.path):\(number)")
                }
            }
        }
    }

    @Test func `keep floating point out of Contracts, but for features, signals and shares`() throws {
        for file in try SourceTree("Libraries/Contracts").files {
            guard !filesWithDoubles.contains(String(file.path.dropFirst("Libraries/Contracts/".count))) else {
                continue
            }
            for (number, text) in file.code {
                #expect(
                    text.firstMatch(of: /\b(Double|Float|Float32|Float64|Decimal)\b/) == nil, "\(file.path):\(number)")
            }
        }
    }

    @Test func `have no money in floating point and no Decimal anywhere on the kernel side`() throws {
        for rule in importTable where rule.isKernelSide {
            for file in try SourceTree("Libraries/\(rule.library)").files {
                for (number, text) in file.code {
                    #expect(text.firstMatch(of: /\b(Decimal|NSDecimalNumber)\b/) == nil, "\(file.path):\(number)")
                }
            }
        }
    }

    @Test func `stay under four hundred lines a file`() throws {
        for file in try SourceTree.everything {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func `leave nothing for later`() throws {
        // Put together here, so that this file does not name them itself.
        let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]
        for file in try SourceTree.everything {
            for (place, line) in file.lines.enumerated() where words.contains(where: { line.contains($0) }) {
                let isWord = line.split { !$0.isLetter && !$0.isNumber }.contains { words.contains(String($0)) }
                #expect(!isWord, "\(file.path):\(place + 1)")
            }
        }
    }

    @Test func `explain every escape from the compiler's checks`() throws {
        let escape = /@unchecked Sendable|nonisolated\(unsafe\)|@preconcurrency|\btry\?\s/
        for file in try SourceTree.everything where !file.path.hasPrefix("Tests/") {
            for (number, text) in file.code where text.firstMatch(of: escape) != nil {
                let around = file.lines[max(0, number - 4)..<min(file.lines.count, number + 1)]
                #expect(
                    around.contains { $0.contains("//") },
                    "\(file.path):\(number) has no comment that says why it is safe")
            }
        }
    }
}
