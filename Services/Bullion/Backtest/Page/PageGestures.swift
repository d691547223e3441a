extension ReportPage {
    /// Crosshair and tooltip under the pointer; a drag zooms to a span, a double click shows all of it.
    static let gesturesScript = #"""
        function followPointer(host, svg, plot, panels, x) {
            const points = panels[0].points;
            const cross = drawn("line", { class: "cross", y1: plot.top, y2: plot.bottom, visibility: "hidden" });
            const dots = panels.map(() => drawn("circle", { class: "dot", r: 3.2, visibility: "hidden" }));
            const brush = drawn("rect", { class: "brush", y: plot.top, height: plot.bottom - plot.top, visibility: "hidden" });
            const tip = element("div", { class: "tip" });
            tip.hidden = true;
            svg.append(brush, cross, ...dots);
            host.append(tip);
            let start = null;

            const within = (value) => Math.min(plot.right, Math.max(plot.left, value));
            const across = (event) => {
                const box = svg.getBoundingClientRect();
                return within((event.clientX - box.left) / box.width * plot.width);
            };
            const timeAt = (at) => view.from + (at - plot.left) / (plot.right - plot.left) * (view.to - view.from);
            const visible = (node, isVisible) => node.setAttribute("visibility", isVisible ? "visible" : "hidden");

            function pointAt(at) {
                const point = nearest(points, timeAt(at)), px = x(point.t);
                const inside = px >= plot.left - 1 && px <= plot.right + 1;
                visible(cross, inside);
                tip.hidden = !inside;
                if (!inside) return dots.forEach((dot) => visible(dot, false));
                cross.setAttribute("x1", px);
                cross.setAttribute("x2", px);
                tip.replaceChildren(element("b", {}, new Date(point.t).toISOString().slice(0, 10)));
                panels.forEach((panel, n) => {
                    const own = nearest(panel.points, point.t);
                    dots[n].setAttribute("cx", px);
                    dots[n].setAttribute("cy", panel.y(own.v));
                    visible(dots[n], own.t === point.t);
                    for (const line of panel.tell(own)) tip.append(element("div", {}, line));
                });
                const scale = svg.clientWidth / plot.width, room = 14;
                const left = px * scale + room + tip.offsetWidth > host.clientWidth ? px * scale - room - tip.offsetWidth : px * scale + room;
                tip.style.transform = `translate(${Math.max(0, left)}px, ${plot.top * scale + 6}px)`;
            }

            function endDrag(event) {
                if (start === null) return;
                const [a, b] = [start, across(event)].sort((one, other) => one - other);
                start = null;
                visible(brush, false);
                if (b - a < 6) return;
                const from = timeAt(a), to = timeAt(b);
                if (indexAt(points, to) - indexAt(points, from) > 1) showSpan(from, to);
            }

            svg.addEventListener("pointerdown", (event) => {
                if (event.button !== 0 || event.pointerType === "touch") return;
                start = across(event);
                svg.setPointerCapture(event.pointerId);
            });
            svg.addEventListener("pointermove", (event) => {
                const at = across(event);
                pointAt(at);
                if (start === null) return;
                visible(brush, true);
                brush.setAttribute("x", Math.min(start, at));
                brush.setAttribute("width", Math.abs(at - start));
            });
            svg.addEventListener("pointerup", endDrag);
            svg.addEventListener("pointercancel", () => { start = null; visible(brush, false); });
            svg.addEventListener("pointerleave", () => { tip.hidden = true; [cross, ...dots].forEach((node) => visible(node, false)); });
            svg.addEventListener("dblclick", () => showSpan(extent.from, extent.to));
        }
        """#
}
