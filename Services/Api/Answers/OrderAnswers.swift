import Contracts
import Kernel

extension BookModel {
    func showOrders(_ query: Query) -> Answer {
        let page = orders.page(query) { row in
            if let wanted = query.state, row.isOpen != (wanted == "open") { return false }
            return query.symbol.map { $0.name == symbol(row.instrument) } ?? true
        }
        return Answer("orders", page, changedAt: orders.newest, offsetOf: \.changedAt) { json, row in
            json.object { write(row, into: &$0) }
        }
    }

    /// One order with its steps; `nil` if the book has none under this id.
    func showOrder(_ id: OrderID) -> Answer? {
        guard let row = orders[id] else { return nil }
        return Answer(changedAt: row.changedAt) { json in
            write(row, into: &json)
            json.put("steps", row.steps) { json, step in
                json.object {
                    $0.put("offset", step.offset)
                    $0.put("happenedAt", step.happenedAt)
                    $0.put("step", step.name)
                    $0.put("detail", step.detail)
                }
            }
        }
    }

    private func write(_ row: OrderRow, into json: inout JSONWriter) {
        json.put("id", row.id)
        json.put("symbol", symbol(row.instrument))
        json.put("state", row.state)
        json.put("side", row.order?.request.side.rawValue)
        json.put("quantity", row.order?.request.quantity)
        json.put("filled", row.order?.filled)
        json.put("averagePrice", row.averagePrice)
        if let order = row.order { order.request.type.writeMembers(into: &json) }
        json.put("timeInForce", row.order?.request.timeInForce.rawValue)
        json.put("isExternal", row.order?.isExternal)
        json.put("venueOrder", row.order?.venueOrderID)
        json.put("at", row.at)
        json.put("submittedAt", row.submittedAt)
        json.put("changedAt", row.changedAt)
        json.put("cause", row.cause)
        json.put("cost", row.cost?.implementationShortfall)
    }

    func showFills(_ query: Query) -> Answer {
        let page = fills.page(query) { fill in query.symbol.map { $0.name == symbol(fill.instrument) } ?? true }
        return Answer("fills", page, changedAt: fills.newest, offsetOf: \.offset) { json, place in
            let fill = place.item
            json.object {
                $0.put("offset", place.offset)
                $0.put("order", fill.order)
                $0.put("execution", fill.execution)
                $0.put("symbol", symbol(fill.instrument))
                $0.put("side", fill.side.rawValue)
                $0.put("quantity", fill.quantity)
                $0.put("price", fill.price)
                $0.put("notional", fill.price.notional(of: fill.quantity))
                $0.put("commission", fill.commission)
                $0.put("happenedAt", fill.happenedAt)
            }
        }
    }
}
