import Contracts
import Glibc
import Logging

/// How much is logged, and in which form.
/// - `log.level` (choice) · `log.format` (choice)
struct LogSettings {
    let level: Logger.Level
    let format: LogFormat

    init(reading configuration: Configuration) throws(ConfigurationError) {
        level = try configuration.choice("log.level")
        switch try configuration.string("log.format") {
        case "json": format = .json
        case "text": format = .text
        default: format = isatty(2) == 1 ? .text : .json
        }
    }
}

/// A logger whose every line says which service, which instance, which run and which world it speaks of.
func makeLogger(_ name: String, _ instance: String, _ run: String, _ mode: BookMode, _ settings: LogSettings) -> Logger
{
    var handler = StandardErrorHandler(format: settings.format)
    handler.logLevel = settings.level
    handler.metadata = [
        "service": "\(name)", "instance": "\(instance)", "run": "\(run)", "mode": "\(mode.rawValue)",
    ]
    return Logger(label: "bullion.\(name)", factory: { _ in handler })
}
