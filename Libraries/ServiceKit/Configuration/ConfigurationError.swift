/// Why a configuration cannot be used: where it says so, which key, and what would be allowed.
///
/// `infra/config/paper.yaml:14: risk.order-notional: "1O00" is not an amount of money (a decimal such as 25000.00)`
public struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// Where the offending text stands; `nil` when something is missing.
    public let origin: Origin?
    /// The dotted key; `nil` when the file as a whole is at fault.
    public let key: String?
    public let problem: String

    public init(origin: Origin? = nil, key: String? = nil, problem: String) {
        self.origin = origin
        self.key = key
        self.problem = problem
    }

    public var description: String {
        [origin?.description, key, problem].compactMap { $0 }.joined(separator: ": ")
    }
}
