extension ReportPage {
    /// The page before it is filled: a place for every part, in reading order.
    static let skeleton = #"""
        <main>
        <header id="header"></header>
        <div class="tiles" id="tiles"></div>
        <section>
            <div class="bar"><h2>Equity and drawdown</h2><span id="spans"></span><button id="log" aria-pressed="false">Log scale</button><button id="reset" hidden>Reset zoom</button></div>
            <div class="chart" id="equity"></div>
            <p class="note hint" id="hint">Drag across a chart to zoom in on a span; double-click to see all of it again.</p>
        </section>
        <section>
            <div class="bar"><h2>Price and fills</h2><select id="symbol" aria-label="Symbol"></select></div>
            <div class="chart" id="price"></div>
            <p class="note" id="legend"></p>
        </section>
        <section>
            <div class="bar"><h2>Monthly returns</h2></div>
            <div class="scroll" id="months"></div>
        </section>
        <section>
            <div class="bar"><h2>All metrics</h2></div>
            <div id="metrics"></div>
        </section>
        <section id="strategies"></section>
        <section>
            <div class="bar"><h2>Round trips</h2></div>
            <div class="scroll" id="trips"></div>
            <p class="note" id="more"></p>
        </section>
        <p class="note" id="run"></p>
        <noscript><p class="empty">This report draws itself with JavaScript, which is switched off here. Its figures are in the page's source, as JSON.</p></noscript>
        </main>
        """#
}
