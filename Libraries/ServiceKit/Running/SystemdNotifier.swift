/// Tells systemd that the service is ready, alive or stopping, when it was started by a unit of `Type=notify`.
struct SystemdNotifier: Sendable {
    private let sender: DatagramSender?

    init(environment: [String: String]) {
        sender = environment["NOTIFY_SOCKET"].flatMap { DatagramSender(path: $0) }
    }

    func ready() { sender?.send("READY=1\n") }
    func alive(_ status: String) { sender?.send("WATCHDOG=1\nSTATUS=\(status)\n") }
    func stopping() { sender?.send("STOPPING=1\n") }
}
