/// What the page does: asks with the ETag it has, and writes text, never markup, from what it gets.
let statusPageScript = #"""
    "use strict";
    const at = id => document.getElementById(id);
    const known = {};
    async function ask(path) {
      const old = known[path];
      const reply = await fetch("/api/v1/" + path, { headers: old ? { "If-None-Match": old.tag } : {}, cache: "no-store" });
      if (reply.status === 304) return old.value;
      const value = await reply.json();
      if (reply.ok) known[path] = { tag: reply.headers.get("ETag"), value };
      return value;
    }
    // Decimal strings stay strings: only separators are added, so no digit is lost.
    function money(text, digits = 2) {
      if (text === null || text === undefined) return "\u2013";
      const [whole, rest = ""] = String(text).replace("-", "").split(".");
      const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
      const tail = digits ? "." + (rest + "0000000").slice(0, digits) : "";
      return (String(text).startsWith("-") ? "\u2212" : "") + grouped + tail;
    }
    const units = text => money(text, (String(text).split(".")[1] || "").length);
    const sign = text => text === null || text === undefined ? "" : String(text).startsWith("-") ? "down" : Number(text) > 0 ? "up" : "";
    const moment = text => (text || "").replace("T", " ").replace(/(\.\d+)?Z$/, "");
    const percent = value => value === null || value === undefined ? "\u2013" : (100 * value).toFixed(2) + " %";
    function element(name, text, kind) {
      const made = document.createElement(name);
      made.textContent = text === null || text === undefined ? "\u2013" : text;
      if (kind) made.className = kind;
      return made;
    }
    function table(id, heads, rows, empty) {
      const place = at(id);
      if (!rows.length) return place.replaceChildren(element("div", empty, "empty"));
      const made = document.createElement("table");
      const head = made.createTHead().insertRow();
      heads.forEach(text => head.append(element("th", text)));
      const body = made.createTBody();
      rows.forEach(cells => {
        const row = body.insertRow();
        cells.forEach(cell => row.append(Array.isArray(cell) ? element("td", cell[0], cell[1]) : element("td", cell)));
      });
      place.replaceChildren(made);
    }
    function badge(id, text, kind) { const place = at(id); place.textContent = text; place.className = "badge " + (kind || ""); }
    function draw(points) {
      const area = at("curve");
      if (points.length < 2) return area.replaceChildren();
      const values = points.map(point => Number(point.equity));
      const low = Math.min(...values), high = Math.max(...values), span = high - low || 1;
      const line = values.map((value, place) =>
        (800 * place / (values.length - 1)).toFixed(1) + "," + (142 - 134 * (value - low) / span).toFixed(1));
      const color = values[values.length - 1] >= values[0] ? "#5fc692" : "#ef6f6c";
      const shape = (name, attributes) => {
        const made = document.createElementNS("http://www.w3.org/2000/svg", name);
        Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
        return made;
      };
      area.replaceChildren(
        shape("polygon", { points: "0,150 " + line.join(" ") + " 800,150", fill: color, opacity: 0.12 }),
        shape("polyline", { points: line.join(" "), fill: "none", stroke: color, "stroke-width": 1.6,
          "vector-effect": "non-scaling-stroke", "stroke-linejoin": "round" }));
    }
    const tiers = { NORMAL: "good", WARN: "warn", THROTTLE: "warn", NO_NEW: "bad", FLATTEN: "bad" };
    function showHealth(health) {
      at("book").textContent = health.book;
      badge("mode", health.mode, health.mode === "live" ? "bad" : "");
      at("simulated").hidden = !health.marketIsSimulated;
      badge("session", health.session ? "session " + health.session : "no session yet");
      const age = health.dataAgeMilliseconds;
      badge("age", health.status === "ok" ? "data " + age + " ms old" : health.status, health.status === "ok" ? "good" : "bad");
      table("services", ["service", "instance", "cursor", "last sign"], health.services.map(service => [
        service.service, [service.instance, "dim"], service.cursor,
        [(service.ageMilliseconds / 1000).toFixed(1) + " s", service.ageMilliseconds > 10000 ? "down" : "up"]]),
        "no service has given a sign of life");
    }
    function showMetrics(metrics, account, risk) {
      badge("tier", risk.tier, tiers[risk.tier]);
      at("kill").hidden = risk.killMode === "none";
      badge("kill", "kill mode " + risk.killMode, "bad");
      at("equity").textContent = money(account.equity);
      const profit = at("profit");
      profit.textContent = metrics.profit === null ? "" : money(metrics.profit) + "  (" + percent(metrics.return) + ") since the start";
      profit.className = sign(metrics.profit);
      draw(metrics.curve);
      const numbers = [["Cash", money(account.cash)], ["Gross exposure", money(account.grossExposure)],
        ["Realized", money(account.realizedProfit)], ["Unrealized", money(account.unrealizedProfit)],
        ["Session loss", risk.dailyLossBasisPoints === null ? "\u2013" : risk.dailyLossBasisPoints + " bp"],
        ["Drawdown", risk.drawdownBasisPoints === null ? "\u2013" : risk.drawdownBasisPoints + " bp"],
        ["Deepest drawdown", percent(metrics.maximumDrawdown)],
        ["Sharpe", metrics.sharpe === null ? "\u2013" : metrics.sharpe.toFixed(2)], ["Sessions", metrics.sessions],
        ["Orders / fills", metrics.orders + " / " + metrics.fills]];
      at("numbers").replaceChildren(...numbers.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
      table("positions", ["symbol", "quantity", "average", "last close", "value", "unrealized"], account.positions.map(one => [
        one.symbol, units(one.quantity), money(one.averagePrice, 4), money(one.lastClose, 4), money(one.value),
        [money(one.unrealizedProfit), sign(one.unrealizedProfit)]]), "flat");
    }
    function showLists(orders, fills, alerts) {
      table("orders", ["decided", "symbol", "side", "quantity", "filled", "state"], orders.orders.slice().reverse().map(one => [
        [moment(one.at), "dim"], one.symbol, one.side, units(one.quantity), units(one.filled), one.state]), "no orders yet");
      table("fills", ["happened", "symbol", "side", "quantity", "price"], fills.fills.slice().reverse().map(one => [
        [moment(one.happenedAt), "dim"], one.symbol, one.side, units(one.quantity), money(one.price, 4)]), "no fills yet");
      table("alerts", ["at", "severity", "what"], alerts.alerts.slice().reverse().map(one => [
        [moment(one.at), "dim"], [one.severity, one.severity === "notice" ? "dim" : "down"], one.text]), "nothing to see");
    }
    async function turn() {
      try {
        const [health, account, risk, metrics, orders, fills, alerts] = await Promise.all(["health", "positions", "risk",
          "metrics/summary?limit=400", "orders?limit=10", "fills?limit=10", "alerts?limit=8"].map(ask));
        showHealth(health);
        showMetrics(metrics, account, risk);
        showLists(orders, fills, alerts);
      } catch (error) {
        badge("age", "the api does not answer", "bad");
      }
      setTimeout(turn, 1000);
    }
    turn();

    """#
