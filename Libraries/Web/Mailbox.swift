import Glibc
import Synchronization

/// A bounded queue from one thread that reads the outside to one loop that decides.
///
/// `descriptor` is readable while something is in it, so a loop can `poll` it together with its other sockets.
public final class Mailbox<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isFinished = false
    }

    public let capacity: Int
    /// For `poll` only: never read from it or close it.
    public let descriptor: Int32
    /// The other end of the pipe: a byte lies in it while the mailbox is not empty.
    private let bell: Int32
    private let state = Mutex(State())

    public init(capacity: Int) {
        precondition(capacity > 0, "a mailbox has room for something")
        self.capacity = capacity
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "the process may open descriptors for its mailbox")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        descriptor = ends[0]
        bell = ends[1]
    }

    deinit {
        close(descriptor)
        close(bell)
    }

    /// Puts `element` at the end. False when the mailbox is full or finished: the offerer says what that means.
    public func offer(_ element: Element) -> Bool {
        state.withLock { state in
            guard !state.isFinished, state.elements.count < capacity else { return false }
            append(element, to: &state)
            return true
        }
    }

    /// Puts the last element there will ever be at the end, beyond the capacity if need be. Only the first call does anything.
    public func finish(with element: Element) {
        state.withLock { state in
            guard !state.isFinished else { return }
            append(element, to: &state)
            state.isFinished = true
        }
    }

    /// Everything that is in it, oldest first; empty when there is nothing.
    public func takeAll() -> [Element] {
        state.withLock { state in
            guard !state.elements.isEmpty else { return [] }
            var byte: UInt8 = 0
            // The byte was written when the first element came, so this reads at once; the lock keeps both in step.
            _ = read(descriptor, &byte, 1)
            defer { state.elements = [] }
            return state.elements
        }
    }

    /// As `takeAll`, after waiting until there is something or the time is over.
    public func takeAll(waitingAtMost limit: Duration) -> [Element] {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // An interrupted wait is a short one: the caller loops anyway.
        _ = poll(&request, 1, Int32(clamping: limit.wholeMilliseconds))
        return takeAll()
    }

    private func append(_ element: Element, to state: inout State) {
        state.elements.append(element)
        guard state.elements.count == 1 else { return }
        var byte: UInt8 = 1
        _ = write(bell, &byte, 1)
    }
}
