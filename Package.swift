// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is held to the same rules.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
    // Tests run on what ships: one build serves `make run` and `make test`.
    .unsafeFlags(["-enable-testing"], .when(configuration: .release)),
]

func library(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Libraries/\(name)", exclude: exclude, swiftSettings: settings)
}

/// A service is an entry point and its wiring. It never imports another service.
func service(_ folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: folder == "Bullion" ? "bullion" : "bullion-\(folder.lowercased())", dependencies: dependencies,
        path: "Services/\(folder)", swiftSettings: settings)
}

/// Test code itself gains nothing from the optimizer, which takes long over it and crashes on some of its closures (Swift 6.3.1).
let testSettings = settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

func tests(
    _ name: String, _ dependencies: [Target.Dependency], folder: String? = nil, exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(folder ?? name)", exclude: exclude,
        swiftSettings: testSettings)
}

let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

let package = Package(
    name: "bullion",
    dependencies: [
        .package(url: "https://github.com/apple/swift-protobuf.git", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-numerics.git", from: "1.1.1"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        library("Contracts", [protobuf], exclude: ["Wire/bullion.proto"]),
        library("Kernel", ["Contracts"]),
        library("Exchange", ["Contracts"]),
        library("LogRules", ["Contracts"]),
        library("Conduct", ["Contracts", "Kernel", "LogRules"]),
        library("Simulation", ["Conduct", "Contracts", "Exchange", "Kernel", "LogRules"]),
        library("Quant", ["Contracts", realModule]),
        library("Backtesting", ["Contracts", "Exchange", "Kernel"]),
        library("Research", ["Backtesting", "Contracts", "Exchange", "Kernel", "Quant"]),

        // hiredis ships a pkg-config file with a flag that SwiftPM prohibits, so the module map links it.
        .systemLibrary(name: "CHiredis", path: "Libraries/CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(
            name: "CLibpq", path: "Libraries/CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CCurl", path: "Libraries/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        library("EventLog", ["CHiredis", "Contracts", "LogRules"]),
        library("Archive", ["CLibpq", "Contracts", crypto]),
        library("Web", ["CCurl", nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket]),
        library("MarketData", ["Contracts"]),
        library("Providers", ["Contracts", "MarketData", "Web"]),
        library("Brokers", ["Contracts", "Web"]),
        library("BrokerOrders", ["Brokers", "Contracts", "LogRules", "Web"]),
        library("ServiceKit", ["Contracts", arguments, logging, yams]),
        library("Supervision", []),
        library("Hosting", ["Contracts", "EventLog", "ServiceKit"]),

        service(
            "Ingest",
            ["Brokers", "Contracts", "EventLog", "Hosting", "MarketData", "Providers", "ServiceKit", "Web", logging]),
        service("Features", ["Hosting", "Kernel"]),
        service("Strategy", ["Hosting", "Kernel"]),
        service("Allocator", ["Hosting", "Kernel"]),
        service("Risk", ["Contracts", "EventLog", "Hosting", "Kernel", "ServiceKit", logging]),
        service(
            "Oms",
            [
                "BrokerOrders", "Brokers", "Conduct", "Contracts", "EventLog", "Hosting", "Kernel", "LogRules",
                "ServiceKit", "Web", logging,
            ]),
        service(
            "Reconciler",
            ["Brokers", "Conduct", "Contracts", "EventLog", "Hosting", "Kernel", "ServiceKit", "Web", logging]),
        service("Recorder", ["Archive", "Contracts", "EventLog", "Hosting", "LogRules", "ServiceKit", logging]),
        service(
            "Scheduler", ["Brokers", "Contracts", "EventLog", "Hosting", "LogRules", "ServiceKit", "Web", logging]),
        service(
            "Watchdog",
            ["BrokerOrders", "Brokers", "Conduct", "Contracts", "EventLog", "Hosting", "ServiceKit", "Web", logging]),
        service(
            "Api",
            [
                "Archive", "Contracts", "EventLog", "Hosting", "Kernel", "ServiceKit", crypto, httpTypes, hummingbird,
                logging,
                nioCore,
            ]),
        service(
            "Venue",
            [
                "Contracts", "Exchange", "MarketData", "ServiceKit", httpTypes, hummingbird, hummingbirdCore, logging,
                nioCore, nioHTTP1, nioHTTPTypes, nioHTTPTypesHTTP1, nioWebSocket,
            ]),
        service(
            "Bullion",
            [
                "Archive", "Backtesting", "BrokerOrders", "Brokers", "Contracts", "EventLog", "Exchange", "Hosting",
                "Kernel", "MarketData", "Quant", "Research", "ServiceKit", "Simulation", "Supervision", "Web",
                arguments, crypto, logging, yams,
            ]),

        // What is measured (`make bench`), and on what. The counter stands in for the allocator of what links it: the benchmark and the tests.
        .target(
            name: "Workloads", dependencies: ["Contracts", "Exchange", "MarketData"], path: "Benchmarks/Workloads",
            swiftSettings: settings),
        .target(name: "AllocationCounter", path: "Benchmarks/AllocationCounter"),
        .executableTarget(
            name: "bullion-bench",
            dependencies: [
                "AllocationCounter", "Backtesting", "Contracts", "EventLog", "Exchange", "Kernel", "MarketData",
                "Quant", "Supervision", "Workloads", arguments,
            ],
            path: "Benchmarks/Bullion", swiftSettings: settings),

        // A web server for tests that answers from a script, faults included.
        .target(
            name: "ScriptedServer", dependencies: [nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket],
            path: "Tests/WebTests/ScriptedServer", swiftSettings: settings),
        tests("Architecture", []),
        tests("ContractsTests", ["Contracts"]),
        tests("CalendarTests", ["Contracts"]),
        tests("KernelTests", ["Contracts", "Kernel"], exclude: ["Fixtures/make_indicator_reference.py"]),
        tests("ExchangeTests", ["Contracts", "Exchange"]),
        tests("BacktestingTests", ["AllocationCounter", "Backtesting", "Contracts", "Exchange", "Kernel"]),
        tests("ResearchTests", ["Backtesting", "Contracts", "Exchange", "Kernel", "Quant", "Research"]),
        tests(
            "QuantTests", ["Contracts", "Quant", realModule],
            exclude: ["Fixtures/make_portfolio_fixtures.py", "Fixtures/make_reference.py"]),
        tests("MarketDataTests", ["Contracts", "MarketData"]),
        tests("SupervisionTests", ["Supervision"]),
        tests("EventLogTests", ["Contracts", "EventLog", "Supervision"]),
        tests(
            "ArchiveTests",
            [
                "Archive", "Contracts", "EventLog", "Kernel", "LogRules", "ServiceKit", "Supervision", "bullion",
                "bullion-recorder", logging,
            ]),
        tests(
            "WebTests", ["ScriptedServer", "Web", nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket],
            exclude: ["ScriptedServer"]),
        tests("ProvidersTests", ["Contracts", "Providers", "ScriptedServer", "Web"]),
        tests("BrokersTests", ["BrokerOrders", "Brokers", "Contracts", "LogRules", "ScriptedServer", "Web"]),
        tests("ServiceKitTests", ["Contracts", "ServiceKit", logging]),
        tests("SchedulerTests", ["Contracts", "LogRules", "bullion-scheduler"]),
        tests("WatchdogTests", ["BrokerOrders", "Brokers", "Conduct", "Contracts", "bullion-watchdog"]),
        tests("VenueTests", ["Contracts", "Exchange", "ServiceKit", "bullion-venue", logging]),
        tests("ApiTests", ["Contracts", "EventLog", "ServiceKit", "Supervision", "bullion-api", crypto, logging]),
        tests(
            "BullionTests",
            [
                "Backtesting", "Contracts", "Exchange", "Kernel", "Quant", "Research", "Supervision", "bullion",
                arguments,
            ],
            exclude: ["Golden/README.md", "Golden/golden-runs.json"]),
        tests("WorkloadsTests", ["Contracts", "Workloads"]),
        tests(
            "SimulationTests", ["Contracts", "EventLog", "Simulation", "Supervision"], folder: "Simulation",
            exclude: ["seeds"]),
        tests("EndToEndTests", ["Supervision"]),
    ],
    swiftLanguageModes: [.v6]
)
