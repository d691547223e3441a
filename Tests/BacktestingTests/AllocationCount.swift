#if canImport(Glibc)
    import Glibc
#endif

/// How many Swift objects and array buffers `body` allocates on the calling thread.
///
/// The runtime lets instruments stand in for its allocator; this is one, and it does nothing but count. Not for use from two threads at once.
/// `nil` where the runtime does not offer the hook.
func allocations(during body: () -> Void) -> Int? {
    guard let hook = AllocationHook() else { return nil }
    counted = 0
    countedThread = pthread_self()
    hook.install()
    body()
    hook.remove()
    return counted
}

private typealias Allocate =
    @convention(c) (_ metadata: UnsafeRawPointer?, _ size: Int, _ alignmentMask: Int) -> UnsafeMutableRawPointer?

// A C function has no state of its own. Only the measured thread writes the count, and the others are set while no hook is installed.
nonisolated(unsafe) private var counted = 0
nonisolated(unsafe) private var countedThread: pthread_t = 0
nonisolated(unsafe) private var original: Allocate?

private func countAllocation(
    _ metadata: UnsafeRawPointer?, _ size: Int, _ alignmentMask: Int
) -> UnsafeMutableRawPointer? {
    if pthread_self() == countedThread { counted += 1 }
    return original?(metadata, size, alignmentMask)
}

/// The two variables of the runtime that instruments set.
private struct AllocationHook {
    private let allocate: UnsafeMutablePointer<Allocate>
    private let isEnabled: UnsafeMutablePointer<Bool>

    init?() {
        guard let allocate = dlsym(nil, "_swift_allocObject"),
            let isEnabled = dlsym(
                nil, "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly")
        else { return nil }
        self.allocate = allocate.assumingMemoryBound(to: Allocate.self)
        self.isEnabled = isEnabled.assumingMemoryBound(to: Bool.self)
    }

    func install() {
        original = allocate.pointee
        allocate.pointee = countAllocation
        isEnabled.pointee = true
    }

    func remove() {
        isEnabled.pointee = false
        allocate.pointee = original ?? allocate.pointee
    }
}
