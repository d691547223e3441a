import Foundation
import Glibc
import Testing
import Web

@Suite struct `A mailbox` {
    @Test func `hands out what was offered, oldest first`() {
        let mailbox = Mailbox<Int>(capacity: 3)
        #expect(mailbox.offer(1) && mailbox.offer(2))
        #expect(mailbox.takeAll() == [1, 2])
        #expect(mailbox.takeAll().isEmpty)
    }

    @Test func `refuses one more than its capacity`() {
        let mailbox = Mailbox<Int>(capacity: 2)
        #expect(mailbox.offer(1) && mailbox.offer(2) && !mailbox.offer(3))
        #expect(mailbox.takeAll() == [1, 2])
        #expect(mailbox.offer(4))
    }

    @Test func `has room for the last element even when it is full`() {
        let mailbox = Mailbox<Int>(capacity: 1)
        #expect(mailbox.offer(1))
        mailbox.finish(with: 9)
        mailbox.finish(with: 10)
        #expect(!mailbox.offer(2))
        #expect(mailbox.takeAll() == [1, 9])
    }

    @Test func `is readable exactly while something is in it`() {
        let mailbox = Mailbox<Int>(capacity: 8)
        #expect(!isReadable(mailbox.descriptor))
        for round in 0..<3 {
            #expect(mailbox.offer(round) && mailbox.offer(round))
            #expect(isReadable(mailbox.descriptor))
            _ = mailbox.takeAll()
            #expect(!isReadable(mailbox.descriptor))
        }
    }

    @Test func `wakes a waiting reader`() {
        let mailbox = Mailbox<Int>(capacity: 8)
        let writer = Thread { _ = mailbox.offer(5) }
        writer.start()
        #expect(mailbox.takeAll(waitingAtMost: .seconds(30)) == [5])
    }

    @Test func `loses nothing between two threads`() {
        let mailbox = Mailbox<Int>(capacity: 16)
        Thread {
            for number in 0..<20_000 { while !mailbox.offer(number) { sched_yield() } }
        }.start()
        var next = 0
        while next < 20_000 {
            for number in mailbox.takeAll(waitingAtMost: .seconds(30)) {
                #expect(number == next)
                next += 1
            }
        }
    }

    private func isReadable(_ descriptor: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) == 1
    }
}
