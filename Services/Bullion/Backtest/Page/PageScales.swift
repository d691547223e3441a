extension ReportPage {
    /// From values to pixels, and the round numbers and dates that an axis names.
    static let scalesScript = #"""
        function valueScale(low, high, top, bottom, log) {
            const bend = log ? Math.log : (v) => v;
            const a = bend(low), b = bend(high);
            return (v) => bottom - (bend(v) - a) / (b - a) * (bottom - top);
        }

        /// Some air around the values; a flat line gets room on both sides.
        function padded(low, high, log) {
            if (low === high) { const room = Math.abs(low) * 0.01 || 1; return [low - room, high + room]; }
            if (log) { const room = Math.pow(high / low, 0.05); return [low / room, high * room]; }
            const room = (high - low) * 0.05;
            return [low - room, high + room];
        }

        function valueTicks(low, high, wanted, log) {
            if (log && high / low > 4) {
                const ticks = [], factors = high / low > 1000 ? [1] : [1, 2, 5];
                for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
                    for (const factor of factors) ticks.push(factor * Math.pow(10, power));
                }
                return ticks.filter((v) => v >= low && v <= high);
            }
            const raw = (high - low) / wanted, power = Math.pow(10, Math.floor(Math.log10(raw)));
            const step = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999);
            const ticks = [];
            for (let n = Math.ceil(low / step); n * step <= high; n++) ticks.push(n * step);
            return ticks;
        }

        const stepsInMonths = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600], stepsInDays = [1, 2, 5, 10];

        /// Dates at the starts of years, months or, close up, days.
        function timeTicks(from, to, wanted) {
            const step = (to - from) / wanted / dayLength;
            if (step < 16) return dayTicks(from, to, stepsInDays.find((days) => days >= step) ?? 15);
            const months = stepsInMonths.find((m) => m * 30.4 >= step) ?? 1200;
            const start = new Date(from), first = start.getUTCFullYear() * 12 + start.getUTCMonth();
            const ticks = [];
            for (let month = Math.ceil(first / months) * months; ; month += months) {
                const t = Date.UTC(Math.floor(month / 12), month % 12, 1);
                if (t > to) return ticks;
                if (t >= from) ticks.push({ t, text: months >= 12 ? `${Math.floor(month / 12)}` : `${monthNames[month % 12]} ${Math.floor(month / 12)}` });
            }
        }

        function dayTicks(from, to, days) {
            const ticks = [];
            for (let n = Math.ceil(from / dayLength / days) * days; n * dayLength <= to; n += days) {
                const date = new Date(n * dayLength);
                ticks.push({ t: n * dayLength, text: `${date.getUTCDate()} ${monthNames[date.getUTCMonth()]} ${date.getUTCFullYear()}` });
            }
            return ticks;
        }
        """#
}
