import Contracts
import EventLog
import ServiceKit

extension Board {
    /// Whether what is shown is the present, and who is at work. It changes with every second, and so does its ETag.
    func health() -> Answer {
        let freshness = freshness
        let heartbeats = heartbeats
        var answer = Answer(changedAt: freshness.offset) { json in
            json.put("status", freshness.status)
            json.put("book", book.book)
            json.put("mode", book.mode.rawValue)
            json.put("marketIsSimulated", marketIsSimulated)
            json.put("version", Version.text)
            json.put("startedAt", startedAt)
            json.put("tip", freshness.tip)
            json.put("lag", freshness.tip.rawValue - freshness.offset.rawValue)
            json.put("dataAgeMilliseconds", freshness.ageMilliseconds)
            json.put("trouble", freshness.trouble.isEmpty ? nil : freshness.trouble)
            read { model in
                json.put("at", model.at)
                json.put("session", model.session)
                json.put("unreadableEntries", model.unreadable)
            }
            json.put("services", heartbeats) { json, heard in
                json.object {
                    $0.put("service", heard.beat.service)
                    $0.put("instance", heard.beat.instance)
                    $0.put("cursor", heard.beat.cursor)
                    $0.put("ageMilliseconds", heard.age.milliseconds)
                }
            }
        }
        if freshness.status != "ok" { answer.status = 503 }
        return answer
    }
}
