extension ReportPage {
    /// Panels above one another in one SVG, over one axis of time.
    ///
    /// A panel is `{ name, height, points, look, format, tell, log, base, marks }`; `look` is `rise`, `fall` or `plain`,
    /// `base` a value drawn as a dotted line, and `marks` the fills: `{ t, v, side }`.
    static let chartScript = #"""
        const edge = { left: 66, right: 14, top: 24, between: 34, bottom: 26 };

        function chart(host, panelsOf, label) {
            function draw() {
                const panels = panelsOf();
                const width = Math.max(320, host.clientWidth || 1000);
                const height = edge.top + panels.reduce((sum, p) => sum + p.height, 0) + edge.between * (panels.length - 1) + edge.bottom;
                const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
                const plot = { width, height, left: edge.left, right: width - edge.right, top: edge.top, bottom: height - edge.bottom };
                const x = (t) => plot.left + (t - view.from) / (view.to - view.from) * (plot.right - plot.left);
                const clip = `clip-${host.id}`;
                svg.append(drawn("clipPath", { id: clip }));
                svg.firstChild.append(drawn("rect", { x: plot.left, y: 0, width: plot.right - plot.left, height }));
                timeAxis(svg, plot, x);
                let top = edge.top;
                const laid = panels.map((panel) => {
                    const y = drawPanel(svg, panel, plot, top, x, clip);
                    top += panel.height + edge.between;
                    return { ...panel, y };
                });
                host.replaceChildren(svg);
                followPointer(host, svg, plot, laid, x);
            }
            redraws.push(draw);
            let drawnWidth = 0;
            new ResizeObserver(() => {
                if (host.clientWidth === drawnWidth) return;
                drawnWidth = host.clientWidth;
                draw();
            }).observe(host);
            draw();
        }

        function timeAxis(svg, plot, x) {
            for (const tick of timeTicks(view.from, view.to, Math.max(3, Math.floor((plot.right - plot.left) / 95)))) {
                const at = x(tick.t);
                svg.append(drawn("line", { class: "grid", x1: at, x2: at, y1: plot.top, y2: plot.bottom }));
                const anchor = at < plot.left + 24 ? "start" : at > plot.right - 24 ? "end" : "middle";
                svg.append(drawn("text", { x: at, y: plot.bottom + 17, "text-anchor": anchor }, tick.text));
            }
        }

        function drawPanel(svg, panel, plot, top, x, clip) {
            const bottom = top + panel.height, points = inView(panel.points);
            const marks = (panel.marks ?? []).filter((m) => m.t >= view.from && m.t <= view.to);
            const values = [...points, ...marks].map((p) => p.v);
            let [low, high] = padded(values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity), panel.log);
            if (panel.look === "fall") [low, high] = [values.some((v) => v < 0) ? low : -0.01, 0];
            if (values.length === 0 && panel.look !== "fall") [low, high] = [0.99, 1.01];
            const y = valueScale(low, high, top, bottom, panel.log);
            for (const value of valueTicks(low, high, Math.max(2, panel.height / 48), panel.log)) {
                svg.append(drawn("line", { class: "grid", x1: plot.left, x2: plot.right, y1: y(value), y2: y(value) }));
                svg.append(drawn("text", { x: plot.left - 9, y: y(value) + 4, "text-anchor": "end" }, panel.format(value)));
            }
            svg.append(drawn("text", { class: "name", x: plot.left, y: top - 9 }, panel.name));
            const inside = drawn("g", { "clip-path": `url(#${clip})` });
            svg.append(inside);
            if (panel.base !== undefined && panel.base >= low && panel.base <= high) {
                inside.append(drawn("line", { class: "base", x1: plot.left, x2: plot.right, y1: y(panel.base), y2: y(panel.base) }));
            }
            const shown = thinned(points, Math.ceil(plot.right - plot.left));
            const path = shown.map((p, n) => `${n ? "L" : "M"}${x(p.t).toFixed(1)} ${y(p.v).toFixed(1)}`).join("");
            if (panel.look === "fall" && shown.length > 1) {
                inside.append(drawn("path", { class: "under", d: `${path}L${x(shown[shown.length - 1].t)} ${y(0)}L${x(shown[0].t)} ${y(0)}Z` }));
            }
            inside.append(drawn("path", { class: `curve ${panel.look}`, d: path }));
            if (shown.length === 1) inside.append(drawn("circle", { class: "dot", cx: x(shown[0].t), cy: y(shown[0].v), r: 3.5 }));
            drawMarks(inside, marks, x, y);
            return y;
        }

        /// A buy points up from below its price, a sell down from above: the shape says it without the colour.
        function drawMarks(group, marks, x, y) {
            const size = marks.length > 300 ? 3 : marks.length > 80 ? 4.5 : 6;
            for (const mark of marks) {
                const way = mark.side === "buy" ? 1 : -1, at = x(mark.t), tip = y(mark.v) + way * 2;
                const d = `M${at} ${tip}L${at - size} ${tip + way * size * 1.7}L${at + size} ${tip + way * size * 1.7}Z`;
                group.append(drawn("path", { class: mark.side === "buy" ? "buy" : "sell", d }));
            }
        }
        """#
}
