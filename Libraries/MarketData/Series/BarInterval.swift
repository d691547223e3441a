/// How much time one bar covers. A day stands for one session, whatever its hours.
public struct BarInterval: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// 1 to 86,400.
    public let seconds: Int64

    /// One bar a session, written `1d`.
    public static let session = BarInterval(secondsOfDay: 86_400)
    public static let minute = BarInterval(secondsOfDay: 60)
    public static let hour = BarInterval(secondsOfDay: 3600)

    /// An interval of 1 to 86,400 seconds; `nil` outside that range.
    public init?(seconds: Int64) {
        guard (1...86_400).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    private init(secondsOfDay: Int64) { seconds = secondsOfDay }

    public var isSession: Bool { self == .session }
    public static func < (left: BarInterval, right: BarInterval) -> Bool { left.seconds < right.seconds }
}

extension BarInterval: CustomStringConvertible, LosslessStringConvertible {
    /// The longest unit that divides it: `30s`, `15min`, `4h`, `1d`.
    public var description: String {
        if isSession { return "1d" }
        if seconds % 3600 == 0 { return "\(seconds / 3600)h" }
        return seconds % 60 == 0 ? "\(seconds / 60)min" : "\(seconds)s"
    }

    /// Reads `30s`, `15min`, `4h` or `1d`; `nil` for anything else.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count <= 86_400 else { return nil }
        switch text.dropFirst(digits.count) {
        case "s": self.init(seconds: count)
        case "min": self.init(seconds: count * 60)
        case "h": self.init(seconds: count * 3600)
        case "d": self.init(seconds: count * 86_400)
        default: return nil
        }
    }
}
