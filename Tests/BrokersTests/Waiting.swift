import Glibc

/// Waits until a descriptor has something to read, a second at most.
func waitUntilReadable(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&request, 1, 1000)
}
