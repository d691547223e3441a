extension ReportPage {
    /// How the page looks. Gains are blue and losses orange, a pair that colour-blind readers tell apart; every figure
    /// also says by its sign what its colour says.
    static let style = #"""
        :root {
            color-scheme: light dark;
            --paper: #fcfcfb; --panel: #ffffff; --ink: #1d2126; --soft: #5c6570; --line: #e1e4e8; --grid: #eceef1;
            --gain: #1f66ad; --loss: #b8560b; --gain-rgb: 31, 102, 173; --loss-rgb: 200, 100, 20; --brush: rgba(31, 102, 173, .13);
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --paper: #14171b; --panel: #1a1e23; --ink: #e6e9ec; --soft: #9aa4af; --line: #2e343b; --grid: #262b31;
                --gain: #76b2f0; --loss: #f0a05a; --gain-rgb: 86, 152, 222; --loss-rgb: 226, 134, 58; --brush: rgba(118, 178, 240, .18);
            }
        }
        * { box-sizing: border-box; }
        body {
            margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
            font-variant-numeric: tabular-nums lining-nums;
        }
        main { max-width: 1140px; margin: 0 auto; padding: 36px 28px 64px; }
        h1 { font-size: 28px; line-height: 1.2; letter-spacing: -.015em; margin: 0; font-weight: 650; }
        h2 { font-size: 17px; margin: 0; font-weight: 620; letter-spacing: -.005em; }
        p { margin: 0; }
        .soft { color: var(--soft); }
        .gain { color: var(--gain); }
        .loss { color: var(--loss); }
        .badge { font-size: 13px; color: var(--soft); border: 1px solid var(--line); border-radius: 99px; padding: 2px 11px; white-space: nowrap; }
        header .top { display: flex; align-items: baseline; gap: 14px; flex-wrap: wrap; }
        header .market { font-size: 16px; margin-top: 6px; }
        dl.rules { display: flex; flex-wrap: wrap; gap: 4px 26px; margin: 12px 0 0; font-size: 13.5px; }
        dl.rules div { display: flex; gap: 7px; }
        dl.rules dt { color: var(--soft); }
        dl.rules dd { margin: 0; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 1px; margin: 26px 0 0;
            background: var(--line); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
        .tile { background: var(--panel); padding: 13px 16px 12px; }
        .tile .label { font-size: 12.5px; color: var(--soft); }
        .tile .value { font-size: 23px; line-height: 1.3; font-weight: 600; letter-spacing: -.015em; white-space: nowrap; }
        .tile .note { font-size: 12px; color: var(--soft); }
        section { margin-top: 38px; }
        .bar { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; margin-bottom: 10px; }
        .bar h2 { margin-right: auto; }
        button, select { font: inherit; font-size: 13px; color: var(--ink); background: var(--panel); border: 1px solid var(--line);
            border-radius: 6px; padding: 3px 10px; cursor: pointer; }
        button:hover, select:hover { border-color: var(--soft); }
        button[aria-pressed="true"] { background: var(--ink); color: var(--paper); border-color: var(--ink); }
        :focus-visible { outline: 2px solid var(--gain); outline-offset: 1px; }
        .empty { border: 1px dashed var(--line); border-radius: 8px; padding: 22px; color: var(--soft); text-align: center; }
        .note { font-size: 13px; color: var(--soft); margin-top: 8px; }
        """# + "\n" + chartStyle + "\n" + tableStyle

    private static let chartStyle = #"""
        .chart { position: relative; }
        .chart svg { display: block; width: 100%; height: auto; cursor: crosshair; touch-action: pan-y; user-select: none; }
        .chart text { font-size: 12px; fill: var(--soft); }
        .chart .name { font-weight: 600; fill: var(--ink); }
        .chart .grid { stroke: var(--grid); }
        .chart .base { stroke: var(--soft); stroke-dasharray: 2 4; opacity: .8; }
        .chart .curve { fill: none; stroke: var(--gain); stroke-width: 1.6; stroke-linejoin: round; }
        .chart .under { fill: rgba(var(--loss-rgb), .22); stroke: none; }
        .chart .curve.fall { stroke: var(--loss); stroke-width: 1.2; }
        .chart .curve.plain { stroke: var(--soft); stroke-width: 1.2; }
        .chart .buy { fill: var(--gain); stroke: var(--panel); }
        .chart .sell { fill: var(--loss); stroke: var(--panel); }
        .chart .cross { stroke: var(--soft); pointer-events: none; }
        .chart .dot { fill: var(--ink); pointer-events: none; }
        .chart .brush { fill: var(--brush); pointer-events: none; }
        .tip { position: absolute; top: 0; left: 0; pointer-events: none; background: var(--panel); border: 1px solid var(--line);
            border-radius: 6px; padding: 7px 11px; font-size: 13px; line-height: 1.45; box-shadow: 0 3px 12px rgba(0, 0, 0, .14); white-space: nowrap; }
        .tip b { font-weight: 600; }
        """#

    private static let tableStyle = #"""
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
        th, td { padding: 5px 10px; text-align: right; white-space: nowrap; }
        th { font-weight: 550; color: var(--soft); }
        thead th { border-bottom: 1px solid var(--line); }
        tbody tr + tr td, tbody tr + tr th { border-top: 1px solid var(--grid); }
        .left { text-align: left; }
        th button { all: unset; cursor: pointer; }
        th button:focus-visible { outline: 2px solid var(--gain); }
        th[aria-sort] { color: var(--ink); }
        th[aria-sort="ascending"] button::after { content: " ↑"; }
        th[aria-sort="descending"] button::after { content: " ↓"; }
        .months td { text-align: center; padding: 5px 4px; font-size: 13px; }
        .months th { text-align: center; }
        .months tbody th { text-align: left; color: var(--ink); }
        .months .year { font-weight: 620; border-left: 1px solid var(--line); }
        .metrics { columns: 2; column-gap: 44px; margin: 0; }
        .metrics > div { display: grid; grid-template-columns: 1fr auto; break-inside: avoid; padding: 6px 0; border-bottom: 1px solid var(--grid); }
        .metrics dd { margin: 0; font-weight: 550; text-align: right; }
        .metrics .about { grid-column: 1 / -1; font-size: 12.5px; line-height: 1.4; color: var(--soft); }
        @media (max-width: 960px) { .tiles { grid-template-columns: repeat(3, 1fr); } }
        @media (max-width: 520px) { .tiles { grid-template-columns: repeat(2, 1fr); } }
        @media (max-width: 720px) { .metrics { columns: 1; } main { padding: 20px 14px 40px; } }
        @media print {
            :root { --paper: #fff; --panel: #fff; --ink: #000; --soft: #444; --line: #bbb; --grid: #ddd; --gain: #1f66ad; --loss: #b8560b;
                --gain-rgb: 31, 102, 173; --loss-rgb: 200, 100, 20; }
            body { font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
            main { max-width: none; padding: 0; }
            button, select, .hint, .tip { display: none !important; }
            th button { display: inline !important; }
            section { margin-top: 22px; }
            .chart, .tiles, .months tr, tbody tr { break-inside: avoid; }
            .bar { break-after: avoid; }
            table { font-size: 9pt; }
            .months td { font-size: 8pt; padding: 3px 1px; }
        }
        """#
}
