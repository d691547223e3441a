import Brokers
import Contracts
import EventLog
import Glibc
import LogRules
import Logging
import ServiceKit
import Web

/// Says what time it is: sessions open and close, targets are due, positions are to be compared.
@main
enum SchedulerService {
    static func main() {
        Service.run("scheduler", SchedulerConfiguration.init(reading:)) { service, configuration in
            var timetable: Timetable
            do {
                timetable = try Timetable(service, on: configuration.log)
            } catch LogError.canceled {
                return
            }
            switch configuration.clock {
            case .wall:
                try followWall(service, configuration, &timetable)
            case .venue(let url, let credentials):
                var reader = AlpacaReader(
                    base: url, credentials: credentials,
                    options: .init(connectTimeout: .seconds(1), timeout: .seconds(2)))
                try followVenue(service, &reader, &timetable)
            }
            try timetable.stop()
        }
    }

    private static func followWall(
        _ service: ServiceContext, _ configuration: SchedulerConfiguration, _ timetable: inout Timetable
    ) throws {
        let schedule = WallSchedule(calendar: .nyse)
        var timer = ReconciliationTimer(seconds: configuration.reconciliationSeconds)
        service.ready()
        while !Shutdown.isRequested {
            let now = WallClock.now()
            var jobs = schedule.due(at: now, after: timetable.cursor)
            for job in jobs {
                service.log.notice("job due", metadata: ["job": "\(job.event.kind.rawValue)", "at": "\(job.at)"])
            }
            if timer.isDue(at: WallClock.monotonicNanoseconds()) {
                jobs.append(
                    Job(at: now, event: .reconciliationDue(ReconciliationDue(cycle: timetable.cursor.cycle + 1))))
            }
            service.progress(try timetable.say(jobs))
            waitForShutdown(atMostMilliseconds: 250)
        }
    }

    private static func followVenue(
        _ service: ServiceContext, _ reader: inout AlpacaReader, _ timetable: inout Timetable
    ) throws {
        let schedule = VenueSchedule(calendar: .nyse)
        var isReached = true
        service.ready()
        while !Shutdown.isRequested {
            var jobs: [Job] = []
            do {
                jobs = schedule.due(at: try reader.clock().now, after: timetable.cursor)
                if !isReached { service.log.notice("venue answers again") }
                isReached = true
            } catch {
                if isReached { service.log.warning("venue does not answer", metadata: ["error": "\(error)"]) }
                isReached = false
            }
            service.progress(try timetable.say(jobs))
            // A full step means that the clock is further ahead: go on at once.
            if jobs.count < VenueSchedule.largestStep { waitForShutdown(atMostMilliseconds: isReached ? 50 : 250) }
        }
    }

    private static func waitForShutdown(atMostMilliseconds limit: Int32) {
        var wish = pollfd(fd: Shutdown.descriptor, events: Int16(POLLIN), revents: 0)
        // Interrupted or not, the loop looks again.
        _ = poll(&wish, 1, limit)
    }
}
