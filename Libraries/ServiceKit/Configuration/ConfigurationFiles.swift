import Foundation

/// Where configuration files lie, and how they become one `Configuration`.
public enum ConfigurationFiles {
    /// Loads `default.yaml`, then each named file, then the environment's overrides.
    ///
    /// - Parameter root: Directory of `default.yaml`. Without it `BULLION_CONFIG_ROOT` counts, then the first of `infra/config`, the
    ///   directory of the program, and `/etc/bullion` that has one.
    /// - Parameter environment: This process's own, unless another is given.
    public static func load(
        files: [String], root: String? = nil, environment: [String: String]? = nil
    ) throws(ConfigurationError) -> Configuration {
        let environment = environment ?? ProcessInfo.processInfo.environment
        let root = try findRoot(root ?? environment["BULLION_CONFIG_ROOT"])
        var layers = [try ConfigurationLayer(file: "\(root)/default.yaml")]
        for file in files { layers.append(try ConfigurationLayer(file: locate(file, root))) }
        return try Configuration(layers: layers, environment: environment)
    }

    private static func findRoot(_ given: String?) throws(ConfigurationError) -> String {
        let candidates = given.map { [$0] } ?? ["infra/config", programDirectory, "/etc/bullion"]
        for candidate in candidates where FileManager.default.fileExists(atPath: "\(candidate)/default.yaml") {
            return candidate
        }
        throw ConfigurationError(
            problem:
                "there is no default.yaml in \(candidates.joined(separator: ", ")); name its directory with --config-root"
        )
    }

    /// A bare name such as `paper.yaml` that is not in the working directory is taken from the root.
    private static func locate(_ file: String, _ root: String) -> String {
        if !file.contains("/"), !FileManager.default.fileExists(atPath: file),
            FileManager.default.fileExists(atPath: "\(root)/\(file)")
        {
            return "\(root)/\(file)"
        }
        return file
    }

    /// Through the kernel's link, since the first argument may be a bare name found on the path.
    private static var programDirectory: String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    }
}
