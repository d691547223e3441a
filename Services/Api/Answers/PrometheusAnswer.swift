import Contracts
import EventLog
import Kernel

extension Board {
    /// The same numbers in the text format of Prometheus.
    func prometheus() -> Answer {
        var page = PrometheusPage(labels: "book=\"\(book.book)\",mode=\"\(book.mode.rawValue)\"")
        let freshness = freshness
        page.gauge("bullion_log_offset", "Newest entry that the api has folded.", freshness.offset.description)
        page.gauge("bullion_log_tip", "Newest entry of the log.", freshness.tip.description)
        page.gauge(
            "bullion_log_lag", "Entries not folded yet.", "\(freshness.tip.rawValue - freshness.offset.rawValue)")
        if let age = freshness.ageMilliseconds {
            page.gauge("bullion_data_age_seconds", "Since the log last answered.", "\(Double(age) / 1_000)")
        }
        read { model in
            if let ledger = model.risk.ledger {
                page.gauge("bullion_equity", "Cash and positions at their last closes.", ledger.equity.description)
                page.gauge("bullion_cash", "Cash.", ledger.cash.description)
                page.gauge(
                    "bullion_gross_exposure", "Sum of unsigned position values.", ledger.grossExposure.description)
            }
            page.gauge(
                "bullion_risk_tier", "0 NORMAL, 1 WARN, 2 THROTTLE, 3 NO_NEW, 4 FLATTEN.", "\(model.tier.rawValue)")
            page.gauge(
                "bullion_kill_mode", "0 none, 1 close_only, 2 halt_all, 3 hard.", "\(model.risk.killMode.rawValue)")
            page.gauge("bullion_open_orders", "Orders that may still be executed.", "\(model.orders.openCount)")
            page.counter("bullion_orders_total", "Orders so far.", "\(model.orders.total)")
            page.counter("bullion_fills_total", "Executions so far.", "\(model.fills.total)")
            page.counter("bullion_alerts_total", "Alerts so far.", "\(model.alerts.total)")
            page.counter("bullion_unreadable_entries_total", "Entries that could not be read.", "\(model.unreadable)")
            page.family("bullion_log_entries_total", "counter", "Entries of each kind.")
            for (kind, count) in zip(EventKind.allCases, model.counts) {
                page.sample("bullion_log_entries_total", "kind=\"\(kind.rawValue)\"", "\(count)")
            }
        }
        page.family("bullion_service_heartbeat_age_seconds", "gauge", "Since each service gave a sign of life.")
        for (beat, age) in heartbeats {
            page.sample(
                "bullion_service_heartbeat_age_seconds", "service=\"\(beat.service)\"",
                "\(Double(age.milliseconds) / 1_000)")
        }
        return Answer(text: page.text, type: "text/plain; version=0.0.4; charset=utf-8")
    }
}

/// A page in the text format of Prometheus.
struct PrometheusPage {
    private(set) var text = ""
    private let labels: String
    init(labels: String) { self.labels = labels }

    mutating func gauge(_ name: String, _ help: String, _ value: String) {
        family(name, "gauge", help)
        sample(name, "", value)
    }

    mutating func counter(_ name: String, _ help: String, _ value: String) {
        family(name, "counter", help)
        sample(name, "", value)
    }

    mutating func family(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(_ name: String, _ more: String, _ value: String) {
        text += "\(name){\(labels)\(more.isEmpty ? "" : ",")\(more)} \(value)\n"
    }
}
