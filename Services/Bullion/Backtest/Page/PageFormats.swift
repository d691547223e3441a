extension ReportPage {
    /// Reading the document, writing numbers and making elements. A value that is missing is a dash, never a zero.
    ///
    /// Text goes in through `textContent` alone: nothing in the document can become markup.
    static let formatsScript = #"""
        const report = JSON.parse(document.getElementById("report").textContent);
        const list = (value) => Array.isArray(value) ? value : [];
        const known = (value) => value !== null && value !== undefined && value !== "" && Number.isFinite(Number(value));
        const place = (id) => document.getElementById(id);

        const fixed = (digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
        const whole = fixed(0), tenths = fixed(1), cents = fixed(2), exactly = new Intl.NumberFormat("en-US", { maximumFractionDigits: 9 });
        const minus = (text) => (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", "\u2212");
        const show = (format) => (value) => known(value) ? minus(format(Number(value))) : "\u2013";
        const percent = show((v) => (Math.abs(v) < 10 ? cents : whole).format(v * 100) + "\u202f%");
        const signedPercent = (value) => (known(value) && Number(value) > 0 ? "+" : "") + percent(value);
        const money = show((v) => (Math.abs(v) < 1e7 ? cents : whole).format(v));
        const signedMoney = (value) => (known(value) && Number(value) > 0 ? "+" : "") + money(value);
        const ratio = show((v) => cents.format(v));
        const count = show((v) => whole.format(v));
        const counted = (value, noun) => `${count(value)} ${noun}${Number(value) === 1 ? "" : "s"}`;
        const exact = show((v) => exactly.format(v));
        const compact = show((v) => Math.abs(v) >= 1e6 ? trim(v / 1e6) + "M" : Math.abs(v) >= 1e4 ? trim(v / 1e3) + "k" : trim(v));
        const trim = (v) => String(Number(v.toPrecision(6)));
        const day = (stamp) => String(stamp ?? "\u2013").slice(0, 10);
        const minute = (stamp) => stamp ? String(stamp).slice(0, 16).replace("T", " ") : "\u2013";
        const colour = (value) => !known(value) || Number(value) === 0 ? "" : Number(value) > 0 ? "gain" : "loss";

        /// A name in camel case as words: `annualReturn` is "Annual return".
        function words(name) {
            const spaced = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
            return spaced.charAt(0).toUpperCase() + spaced.slice(1);
        }

        function element(tag, attributes = {}, ...children) {
            const node = document.createElement(tag);
            for (const [name, value] of Object.entries(attributes)) if (value !== "" && value !== undefined) node.setAttribute(name, value);
            node.append(...children);
            return node;
        }

        function drawn(tag, attributes = {}, text) {
            const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
            for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
            if (text !== undefined) node.textContent = text;
            return node;
        }

        const empty = (text) => element("p", { class: "empty" }, text);
        """#
}
