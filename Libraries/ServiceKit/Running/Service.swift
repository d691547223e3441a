import ArgumentParser
import Contracts
import Foundation
import Glibc
import Logging

/// The life of a process: options, configuration, logging, signals, and an exit code that says how it ended.
///
/// An error thrown out of `main` would end the process by a trap, so everything is caught here: 0 is stopped, 78 misconfigured,
/// 75 restart me.
public enum Service {
    /// Runs a service whose body is a loop that looks at `Shutdown.isRequested`.
    ///
    /// - Parameters:
    ///   - name: The short name, such as `risk`.
    ///   - read: Reads what the service needs; whatever it throws means misconfigured.
    ///   - body: The work. Returning means stopped; throwing means that a fresh start should recover.
    public static func run<Settings>(
        _ name: String, _ read: (Configuration) throws -> Settings,
        _ body: (ServiceContext, Settings) throws -> Void
    ) -> Never {
        let (context, settings) = prepare(name, read)
        do {
            try body(context, settings)
        } catch {
            end(context, because: error)
        }
        end(context, because: nil)
    }

    /// Runs a service whose body is asynchronous.
    public static func run<Settings>(
        _ name: String, _ read: (Configuration) throws -> Settings,
        _ body: (ServiceContext, Settings) async throws -> Void
    ) async -> Never {
        let (context, settings) = prepare(name, read)
        do {
            try await body(context, settings)
        } catch {
            end(context, because: error)
        }
        end(context, because: nil)
    }

    private static func prepare<Settings>(
        _ name: String, _ read: (Configuration) throws -> Settings
    ) -> (ServiceContext, Settings) {
        let startedAt = WallClock.now()
        let environment = ProcessInfo.processInfo.environment
        let options = ServiceOptions.parseOrExit()
        do {
            if options.health { exit(try health(of: name, options, environment)) }
            let configuration = try ConfigurationFiles.load(
                files: options.files, root: options.configRoot, environment: environment)
            let settings = try read(configuration)
            try LiveGate.check(configuration, environment: environment)
            if options.check {
                write(configuration.effective, to: 1)
                exit(ServiceExit.stopped)
            }
            let directory = try configuration.string("runtime.directory")
            try FileManager.default.createDirectory(
                atPath: StatusFile.folder(directory), withIntermediateDirectories: true)
            let context = try ServiceContext(
                name: name, givenInstance: options.instance ?? environment["BULLION_INSTANCE"],
                configuration: configuration, environment: environment, startedAt: startedAt)
            Shutdown.install()
            context.log.notice("service starting", metadata: ["version": "\(Version.text)", "book": "\(context.book)"])
            context.progress()
            return (context, settings)
        } catch {
            write("bullion-\(name): misconfigured: \(error)\n", to: 2)
            exit(ServiceExit.misconfigured)
        }
    }

    private static func health(
        of name: String, _ options: ServiceOptions, _ environment: [String: String]
    ) throws -> Int32 {
        // The strongest layer needs no look at the others, and a probe every few seconds should be cheap.
        let directory =
            try environment["BULLION_RUNTIME_DIRECTORY"]
            ?? ConfigurationFiles.load(files: options.files, root: options.configRoot, environment: environment)
            .string("runtime.directory")
        let file = StatusFile(
            directory: directory, service: name, instance: options.instance ?? environment["BULLION_INSTANCE"])
        do {
            let status = try file.read()
            write(
                "\(name): \(status.state.rawValue), \(Int(status.ageSeconds)) s ago, offset \(status.offset)\n", to: 1)
            return status.isHealthy ? ServiceExit.stopped : ServiceExit.failed
        } catch {
            write("\(name): no status in \(file.path)\n", to: 1)
            return ServiceExit.failed
        }
    }

    private static func end(_ context: ServiceContext, because error: (any Error)?) -> Never {
        context.stopping()
        switch error {
        case nil:
            context.log.notice("service stopped")
            exit(ServiceExit.stopped)
        case let error as ConfigurationError:
            context.log.error("service misconfigured", metadata: ["error": "\(error)"])
            exit(ServiceExit.misconfigured)
        case let error?:
            context.log.error("service failed", metadata: ["error": "\(error)"])
            exit(ServiceExit.restart)
        }
    }
}
