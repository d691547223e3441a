/// What one library may import: the table of the design, as data.
struct ImportRule {
    let library: String
    /// Libraries of ours.
    let ours: Set<String>
    /// Products of packages and libraries of the system.
    let others: Set<String>
    let isKernelSide: Bool

    init(_ library: String, ours: Set<String>, others: Set<String> = [], kernelSide: Bool = false) {
        self.library = library
        self.ours = ours
        self.others = others
        isKernelSide = kernelSide
    }
}

let importTable = [
    // A lock around the names that order ids are made of; see docs/decisions/0009.
    ImportRule("Contracts", ours: [], others: ["SwiftProtobuf", "Synchronization"], kernelSide: true),
    ImportRule("Kernel", ours: ["Contracts"], kernelSide: true),
    ImportRule("Quant", ours: ["Contracts"], others: ["Numerics", "RealModule"], kernelSide: true),
    ImportRule("Exchange", ours: ["Contracts"], kernelSide: true),
    ImportRule("Backtesting", ours: ["Contracts", "Kernel", "Quant", "Exchange"], kernelSide: true),
    // What is asked of books from outside: it runs them, and no book depends on it.
    ImportRule("Research", ours: ["Backtesting", "Contracts", "Exchange", "Kernel", "Quant"], kernelSide: true),
    // How services share a log, without the log: both sides decide by it.
    ImportRule("LogRules", ours: ["Contracts"], kernelSide: true),
    // What services do in a turn, without the world they do it in.
    ImportRule("Conduct", ours: ["Contracts", "Kernel", "LogRules"], kernelSide: true),
    ImportRule(
        "Simulation", ours: ["Contracts", "Kernel", "Exchange", "LogRules", "Conduct"], kernelSide: true),
    ImportRule("EventLog", ours: ["Contracts", "LogRules", "CHiredis"]),
    ImportRule("Archive", ours: ["Contracts", "CLibpq"], others: ["Crypto"]),
    ImportRule(
        "Web", ours: ["CCurl"], others: ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "NIOSSL"]),
    ImportRule("MarketData", ours: ["Contracts"]),
    ImportRule("Providers", ours: ["Contracts", "MarketData", "Web"]),
    ImportRule("Brokers", ours: ["Contracts", "Web"]),
    // The part of the broker that sends: its own library, so that linking it is a permission.
    ImportRule("BrokerOrders", ours: ["Contracts", "LogRules", "Web", "Brokers"]),
    ImportRule("ServiceKit", ours: ["Contracts"], others: ["Logging", "ArgumentParser", "Yams"]),
    // What every service that hosts a stage shares.
    ImportRule("Hosting", ours: ["Contracts", "EventLog", "ServiceKit"]),
    ImportRule("Supervision", ours: []),
    ImportRule("CHiredis", ours: []),
    ImportRule("CLibpq", ours: []),
    ImportRule("CCurl", ours: []),
]

/// What measures the rest from outside: nothing that ships links it, and no test the counter, which stands in for the allocator.
let measures: Set<String> = ["Workloads", "AllocationCounter", "bullion-bench"]

/// Hummingbird costs minutes of building and megabytes of memory: only what serves HTTP links it.
let servesHTTP: Set<String> = ["bullion-api", "bullion-venue"]

/// The OMS, the watchdog's flatten, and `bullion flatten`, for the day on which neither of the two runs.
let sendsOrders: Set<String> = ["bullion-oms", "bullion-watchdog", "bullion"]

/// What the kernel side may import in its sources besides libraries of ours: none of these reads a clock or does I/O.
let kernelSideModules: Set<String> = ["SwiftProtobuf", "Numerics", "RealModule"]

/// The files of Contracts where a `Double` belongs: features, signals, shares and the one way from a price to a statistic.
let filesWithDoubles: Set<String> = [
    "Values/FixedPoint.swift", "Events/DecisionFrames.swift", "Events/MarketEvents.swift",
    "Configuration/BookConfiguration.swift", "Wire/Text/JSONWritable.swift", "Values/SplitMix64.swift",
]
