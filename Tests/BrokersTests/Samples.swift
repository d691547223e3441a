import BrokerOrders
import Brokers
import Contracts
import LogRules
import ScriptedServer
import Testing
import Web

let gold = Symbol("GLD")!
let silver = Symbol("SLV")!
let metals = Universe([gold, silver])!
let keys = Credentials(keyID: "key", secret: "hush")
let noon = Timestamp("2025-06-30T16:00:00Z")!

/// Ten shares of gold at the market, as the log has it.
func entry(
    by author: Author = .oms, offset: UInt64 = 7, quantity: Int = 10, instrument: Int = 0, type: OrderType = .market
) -> Entry {
    let request = OrderRequest(side: .buy, quantity: Quantity(units: quantity), type: type, timeInForce: .day)
    let event = OrderEvent(
        order: OrderID("paper-1"), instrument: InstrumentIndex(instrument), change: .submitting(request),
        happenedAt: noon)
    return Entry(
        offset: LogOffset(offset), at: noon, by: author, cause: LogOffset(6), trace: noon.compact,
        event: .orderEvent(event))
}

func approved(type: OrderType = .market) throws -> ApprovedOrder {
    try #require(ApprovedOrder(entry(type: type), in: metals))
}

/// An order as Alpaca's documents show one, with all its nulls.
func orderJSON(
    id: String = "v-1", clientID: String = "paper-1", symbol: String = "GLD", quantity: String = "\"10\"",
    side: String = "buy", type: String = "market", limit: String = "null", status: String = "accepted",
    filled: String = "0", average: String = "null", submitted: String = "2025-06-30T16:00:00.577215743Z"
) -> String {
    """
    {"id":"\(id)","client_order_id":"\(clientID)","created_at":"\(submitted)","updated_at":"2025-06-30T12:00:01.5-04:00",\
    "submitted_at":"\(submitted)","filled_at":null,"expired_at":null,"canceled_at":null,"failed_at":null,\
    "replaced_at":null,"replaced_by":null,"replaces":null,"asset_id":"b0b6dd9d-8b9b-48a9-ba46-b9d54906e415",\
    "symbol":"\(symbol)","asset_class":"us_equity","notional":null,"qty":\(quantity),"filled_qty":"\(filled)",\
    "filled_avg_price":\(average),"order_class":"","order_type":"\(type)","type":"\(type)","side":"\(side)",\
    "time_in_force":"day","limit_price":\(limit),"stop_price":null,"status":"\(status)","extended_hours":false,\
    "legs":null,"trail_percent":null,"trail_price":null,"hwm":null,"subtag":null,"source":null,"tomorrow":{"new":1}}
    """
}

func refusal(_ status: Int, _ code: Int, _ message: String) -> ScriptedAnswer {
    .json(#"{"code":\#(code),"message":"\#(message)"}"#, status: status)
}

func sender(_ server: ScriptedServer, timeout: Duration = .seconds(10)) -> AlpacaSender {
    AlpacaSender(base: "http://127.0.0.1:\(server.port)", credentials: keys, options: .init(timeout: timeout))
}

func reader(_ server: ScriptedServer) -> AlpacaReader {
    AlpacaReader(base: "http://127.0.0.1:\(server.port)/", credentials: keys)
}
