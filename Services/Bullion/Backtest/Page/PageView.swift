extension ReportPage {
    /// The span of time that every chart shows, and who draws again when it changes.
    ///
    /// A point is `{ t, v }`: milliseconds since 1970 at the session's date, and the value.
    static let viewScript = #"""
        const dayLength = 86_400_000, yearLength = 365.25 * dayLength;
        const pointsOf = (rows) => list(rows).map(([date, value]) => ({ t: Date.parse(day(date)), v: value }))
            .filter((p) => known(p.v) && Number.isFinite(p.t)).map((p) => ({ t: p.t, v: Number(p.v) }));
        const curve = pointsOf(report.curve);

        const extent = (() => {
            const series = curve.length ? [curve] : Object.values(report.prices ?? {}).map(pointsOf).filter((s) => s.length);
            const from = Math.min(...series.map((s) => s[0].t)), to = Math.max(...series.map((s) => s[s.length - 1].t));
            return from < to ? { from, to } : { from: from - dayLength, to: to + dayLength };
        })();
        const view = { from: extent.from, to: extent.to, log: false };
        const redraws = [];

        function showSpan(from, to) {
            view.from = Math.max(extent.from, from);
            view.to = Math.min(extent.to, to);
            place("reset").hidden = view.from === extent.from && view.to === extent.to;
            redraws.forEach((redraw) => redraw());
        }

        /// The first index at or after `t`.
        function indexAt(points, t) {
            let low = 0, high = points.length;
            while (low < high) {
                const middle = (low + high) >> 1;
                if (points[middle].t < t) low = middle + 1; else high = middle;
            }
            return low;
        }

        function nearest(points, t) {
            const after = Math.min(indexAt(points, t), points.length - 1), before = Math.max(after - 1, 0);
            return t - points[before].t < points[after].t - t ? points[before] : points[after];
        }

        /// What is in view, and one point on either side, so that the line runs to the edge.
        const inView = (points) => points.slice(Math.max(0, indexAt(points, view.from) - 1), indexAt(points, view.to + 1) + 1);

        /// At most four points a pixel: first, lowest, highest, last. The line looks the same, and no extreme is lost.
        function thinned(points, pixels) {
            if (points.length <= 4 * pixels) return points;
            const result = [], size = points.length / pixels;
            for (let pixel = 0; pixel < pixels; pixel++) {
                const bucket = points.slice(Math.floor(pixel * size), Math.floor((pixel + 1) * size));
                const low = bucket.reduce((a, b) => b.v < a.v ? b : a), high = bucket.reduce((a, b) => b.v > a.v ? b : a);
                result.push(...[...new Set([bucket[0], low, high, bucket[bucket.length - 1]])].sort((a, b) => a.t - b.t));
            }
            return result;
        }
        """#
}
