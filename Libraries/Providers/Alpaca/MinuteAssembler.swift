public import Contracts

/// Gathers the minute bars of a live stream into frames.
///
/// A frame is done when every instrument has its bar, when a bar of a later minute comes, or when the grace after the minute's first
/// bar is over: an instrument that did not trade sends nothing, so waiting for all would be waiting forever.
public struct MinuteAssembler: Sendable {
    private let universe: Universe
    private let calendar: TradingCalendar
    private let grace: Duration
    private let hours: TradingHours
    private var open: (frame: BarFrame, deadline: ContinuousClock.Instant)?
    /// Frames up to here are done: what comes for them is late.
    private var doneThrough: Timestamp?

    public init(
        universe: Universe, grace: Duration, doneThrough: Timestamp? = nil, hours: TradingHours = .regular,
        calendar: TradingCalendar = .nyse
    ) {
        self.universe = universe
        self.grace = grace
        self.hours = hours
        self.doneThrough = doneThrough
        self.calendar = calendar
    }

    /// When the frame that is open must be closed; `nil` while none is.
    public var deadline: ContinuousClock.Instant? { open?.deadline }

    /// Takes bars in the order they came; answers the frames that are done, ascending, and the bars that came too late.
    public mutating func add(_ bars: [ReceivedBar], now: ContinuousClock.Instant) -> AssembledFrames {
        var done: [BarFrame] = []
        var late: [QuarantinedBar] = []
        for received in bars {
            guard
                let (at, session) = BarTimeframe.minute.end(ofBarAt: received.start, hours: hours, calendar: calendar)
            else { continue }
            if let frame = open?.frame, at > frame.at { close(into: &done) }
            if let doneThrough, at <= doneThrough {
                late.append(lateBar(received, "the frame of \(at) is done"))
                continue
            }
            if let frame = open?.frame, at < frame.at {
                late.append(lateBar(received, "the frame of \(frame.at) is open already"))
                continue
            }
            var current =
                open ?? (
                    BarFrame(at: at, session: session, bars: [Bar?](repeating: nil, count: universe.count)), now + grace
                )
            // A repeat before the frame is done is a correction.
            current.frame.bars[received.instrument.place] = received.bar
            open = current
            if current.frame.bars.allSatisfy({ $0 != nil }) { close(into: &done) }
        }
        return AssembledFrames(frames: done, quarantined: late)
    }

    /// The open frame when its grace is over.
    public mutating func expire(now: ContinuousClock.Instant) -> BarFrame? {
        guard let open, open.deadline <= now else { return nil }
        var done: [BarFrame] = []
        close(into: &done)
        return done.first
    }

    private mutating func close(into done: inout [BarFrame]) {
        guard let frame = open?.frame else { return }
        done.append(frame)
        doneThrough = frame.at
        open = nil
    }

    private func lateBar(_ received: ReceivedBar, _ reason: String) -> QuarantinedBar {
        QuarantinedBar(source: "stream 1Min \(universe[received.instrument]) \(received.start)", reason: reason)
    }
}
