/// How long the stack took to decide again after something went wrong, in milliseconds.
struct Recoveries {
    /// After what shows itself at once: a process that ends, a connection that breaks, a request that is refused.
    private(set) var afterOutages: [Double] = []
    /// After what only a time limit shows.
    private(set) var afterSilence: [Double] = []
    private var began: (at: ContinuousClock.Instant, isSilent: Bool)?

    /// Something goes wrong, now.
    mutating func begin(_ suffered: [Disturbance], at: ContinuousClock.Instant) {
        guard !suffered.isEmpty else { return }
        let isSilent = suffered.contains(where: \.isNoticedBySilence)
        began = (began?.at ?? at, began?.isSilent ?? false || isSilent)
    }

    /// Everything about the disturbed session is decided.
    mutating func end() {
        guard let began else { return }
        let taken = began.at.duration(to: .now) / .milliseconds(1)
        if began.isSilent { afterSilence.append(taken) } else { afterOutages.append(taken) }
        self.began = nil
    }
}
