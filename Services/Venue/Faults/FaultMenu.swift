/// What is armed to go wrong, and what has.
struct FaultMenu: Hashable, Sendable {
    private(set) var armed: [Fault] = []
    /// How often each kind has happened.
    private(set) var struck: [Fault.Kind: Int] = [:]

    mutating func arm(_ fault: Fault) { armed.append(fault) }

    /// Nothing goes wrong from now on. What has is still counted.
    mutating func disarm() { armed = [] }

    func isArmed(_ kind: Fault.Kind) -> Bool { armed.contains { $0.kind == kind } }

    /// Counts something that happened beside the armed list.
    mutating func note(_ kind: Fault.Kind) { struck[kind, default: 0] += 1 }

    /// Takes one time of the fault of these kinds that was armed first and fits; `nil` when there is none.
    mutating func strike(_ kinds: Set<Fault.Kind>, where fits: (Fault) -> Bool = { _ in true }) -> Fault? {
        guard let place = armed.firstIndex(where: { kinds.contains($0.kind) && fits($0) }) else { return nil }
        let fault = armed[place]
        note(fault.kind)
        if fault.isCounted { armed[place].times -= 1 }
        if armed[place].times == 0 { armed.remove(at: place) }
        return fault
    }

    var wire: WireValue {
        [
            "armed": .list(armed.map(\.wire)),
            "struck": .object(
                Fault.Kind.allCases.compactMap { kind in
                    struck[kind].map { WireMember(name: kind.rawValue, value: .integer(Int64($0))) }
                }),
        ]
    }
}
