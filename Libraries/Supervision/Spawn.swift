import Foundation

/// The files behind a program's three standard streams.
struct StandardFiles {
    let input: String
    /// Appended to, as is `error`.
    let output: String
    /// The same file as `output` when `nil`.
    let error: String?
}

/// Starts a program in a new process group and returns its process id.
func spawn(
    _ program: String, _ arguments: [String], environment: [String: String]?, directory: String?, files: StandardFiles
) throws(SupervisionError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, files.input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files.output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    if let error = files.error {
        posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    } else {
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    try GlibcSpawn.closeFrom(3, in: &actions)
    if let directory { try GlibcSpawn.changeDirectory(directory, in: &actions) }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    var allSignals = sigset_t()
    sigfillset(&allSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setsigdefault(&attributes, &allSignals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let variables = (environment ?? ProcessInfo.processInfo.environment).map { "\($0.key)=\($0.value)" }.sorted()
    var pid: pid_t = 0
    let code = withCStrings([program] + arguments) { argumentPointers in
        withCStrings(variables) { variablePointers in
            posix_spawnp(&pid, program, &actions, &attributes, argumentPointers, variablePointers)
        }
    }
    guard code == 0 else { throw .system(call: "posix_spawnp", about: program, code: code) }
    return pid
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("the terminator makes the array non-empty") }
        return body(base)
    }
}

/// Two file actions of glibc that its headers show only to `_GNU_SOURCE`, which Swift's import does not define.
private enum GlibcSpawn {
    typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>

    static func closeFrom(_ descriptor: Int32, in actions: Actions) throws(SupervisionError) {
        typealias Function = @convention(c) (Actions, Int32) -> Int32
        let function = unsafeBitCast(try symbol("posix_spawn_file_actions_addclosefrom_np"), to: Function.self)
        _ = function(actions, descriptor)
    }

    static func changeDirectory(_ path: String, in actions: Actions) throws(SupervisionError) {
        typealias Function = @convention(c) (Actions, UnsafePointer<CChar>) -> Int32
        let function = unsafeBitCast(try symbol("posix_spawn_file_actions_addchdir_np"), to: Function.self)
        _ = path.withCString { function(actions, $0) }
    }

    private static func symbol(_ name: String) throws(SupervisionError) -> UnsafeMutableRawPointer {
        // A null handle means "the whole program" to dlsym: glibc's RTLD_DEFAULT.
        guard let address = dlsym(nil, name) else { throw .system(call: "dlsym", about: name, code: ENOSYS) }
        return address
    }
}
