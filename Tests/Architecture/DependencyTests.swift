import Foundation
import Testing

@Suite struct `The package` {
    let package: PackageDump
    let libraries: Set<String>
    let services: Set<String>

    init() throws {
        package = try PackageDump(of: SourceTree.root)
        libraries = Set(package.targets.filter { $0.path.hasPrefix("Libraries/") }.map(\.name))
        services = Set(package.targets.filter { $0.path.hasPrefix("Services/") }.map(\.name))
    }

    @Test func `has only libraries that the design's table names`() {
        #expect(libraries.subtracting(importTable.map(\.library)) == [])
        #expect(libraries.contains("Contracts"))
    }

    @Test func `lets each library import what the table allows, and nothing else`() throws {
        for target in package.targets where libraries.contains(target.name) {
            let rule = try #require(importTable.first { $0.library == target.name }, "\(target.name)")
            let excess = Set(target.dependencies).subtracting(rule.ours).subtracting(rule.others)
            #expect(excess == [], "\(target.name) may not import these")
        }
    }

    @Test func `keeps the I/O side and the kernel side apart`() {
        // What both sides decide by is free of I/O too, and open to either.
        let shared: Set<String> = ["Contracts", "LogRules"]
        let kernelSide = Set(importTable.filter(\.isKernelSide).map(\.library)).subtracting(shared)
        for target in package.targets where libraries.contains(target.name) && !kernelSide.contains(target.name) {
            #expect(kernelSide.isDisjoint(with: target.dependencies), "\(target.name)")
        }
        for target in package.targets where kernelSide.contains(target.name) {
            let allowed = kernelSide.union(shared).union(kernelSideModules)
            #expect(allowed.isSuperset(of: target.dependencies), "\(target.name)")
        }
    }

    @Test func `has no service that imports a service`() {
        for target in package.targets where services.contains(target.name) {
            #expect(services.isDisjoint(with: target.dependencies), "\(target.name)")
        }
        for target in package.targets where libraries.contains(target.name) {
            #expect(services.isDisjoint(with: target.dependencies), "\(target.name)")
        }
    }

    @Test func `is measured from outside`() {
        for target in package.targets where !measures.contains(target.name) {
            let tested: Set<String> = target.type == "test" ? ["AllocationCounter", "Workloads"] : []
            #expect(measures.subtracting(tested).isDisjoint(with: target.dependencies), "\(target.name)")
        }
        #expect(measures.isSubset(of: package.targets.map(\.name)))
    }

    @Test func `links Hummingbird only into what serves HTTP`() {
        for target in package.targets where target.type != "test" && target.dependencies.contains("Hummingbird") {
            #expect(servesHTTP.contains(target.name), "\(target.name)")
        }
    }

    @Test func `lets only the OMS, the watchdog and an operator's flatten send orders`() {
        for target in package.targets where target.type != "test" && target.dependencies.contains("BrokerOrders") {
            #expect(["bullion-oms", "bullion-watchdog", "bullion"].contains(target.name), "\(target.name)")
        }
    }
}
