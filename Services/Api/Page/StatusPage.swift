/// The page at `/`: one file without outside resources that asks the api every second.
let statusPage =
    statusPageHead + statusPageStyle + statusPageBody + "<script>\n" + statusPageScript
    + "</script>\n</body>\n</html>\n"

private let statusPageHead = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="dark">
    <title>Bullion</title>
    <link rel="icon" href="data:,">

    """

private let statusPageStyle = """
    <style>
    :root { --ground: #0d0f13; --card: #15181f; --line: #242833; --text: #e8e6e1; --dim: #8b8f9c; --gold: #e3b857;
      --good: #5fc692; --bad: #ef6f6c; --warn: #e9a23b; }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--ground); color: var(--text);
      font: 14px/1.45 ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif; }
    main { max-width: 1180px; margin: 0 auto; padding: 20px; }
    header { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; margin-bottom: 18px; }
    h1 { font-size: 18px; font-weight: 650; letter-spacing: .02em; margin: 0 6px 0 0; }
    h1 span { color: var(--gold); }
    h2 { font-size: 11px; font-weight: 600; letter-spacing: .09em; text-transform: uppercase; color: var(--dim); margin: 0 0 10px; }
    .badge { border: 1px solid var(--line); border-radius: 999px; padding: 2px 10px; font-size: 12px; color: var(--dim); }
    .badge.good { color: var(--good); border-color: #24513c; } .badge.warn { color: var(--warn); border-color: #5b4520; }
    .badge.bad { color: #fff; background: #8d2f2d; border-color: #8d2f2d; }
    .badge.gold { color: #1a1406; background: var(--gold); border-color: var(--gold); font-weight: 600; }
    .right { margin-left: auto; }
    .grid { display: grid; gap: 14px; grid-template-columns: repeat(12, 1fr); }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; min-width: 0; }
    .s4 { grid-column: span 4; } .s6 { grid-column: span 6; } .s8 { grid-column: span 8; } .s12 { grid-column: span 12; }
    @media (max-width: 820px) { .s4, .s6, .s8 { grid-column: span 12; } }
    .equity { font-size: 34px; font-weight: 650; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
    .up { color: var(--good); } .down { color: var(--bad); } .dim { color: var(--dim); }
    svg { display: block; width: 100%; height: 150px; margin-top: 10px; }
    table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th { text-align: right; font-weight: 500; color: var(--dim); font-size: 12px; padding: 0 8px 6px; }
    td { text-align: right; padding: 5px 8px; border-top: 1px solid var(--line); white-space: nowrap; }
    th:first-child, td:first-child { text-align: left; padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
    .scroll { overflow-x: auto; }
    dl { display: grid; grid-template-columns: auto auto; gap: 5px 12px; margin: 0; }
    dt { color: var(--dim); } dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
    .empty { color: var(--dim); padding: 6px 0; }
    </style>
    </head>

    """

private let statusPageBody = """
    <body>
    <main>
    <header>
      <h1><span>&#9670;</span> Bullion <b id="book"></b></h1>
      <span class="badge" id="mode"></span>
      <span class="badge gold" id="simulated" hidden>simulated market</span>
      <span class="badge" id="tier"></span>
      <span class="badge" id="kill" hidden></span>
      <span class="badge right" id="session"></span>
      <span class="badge" id="age"></span>
    </header>
    <div class="grid">
      <section class="card s8"><h2>Equity</h2>
        <div class="equity" id="equity">&ndash;</div><div id="profit" class="dim"></div>
        <svg id="curve" viewBox="0 0 800 150" preserveAspectRatio="none" role="img" aria-label="Equity by session"></svg>
      </section>
      <section class="card s4"><h2>Book</h2><dl id="numbers"></dl></section>
      <section class="card s12"><h2>Positions</h2><div class="scroll" id="positions"></div></section>
      <section class="card s6"><h2>Last orders</h2><div class="scroll" id="orders"></div></section>
      <section class="card s6"><h2>Last fills</h2><div class="scroll" id="fills"></div></section>
      <section class="card s6"><h2>Services</h2><div class="scroll" id="services"></div></section>
      <section class="card s6"><h2>Alerts</h2><div class="scroll" id="alerts"></div></section>
    </div>
    </main>

    """
