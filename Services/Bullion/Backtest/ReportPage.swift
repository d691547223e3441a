/// A backtest's report as one HTML file that opens offline.
///
/// The page holds the JSON document once and draws everything from it in the browser: what a reader sees on the page and
/// what a program reads in the JSON cannot differ. Its policy forbids every connection, so that a report which is mailed
/// around tells nobody that it was opened.
enum ReportPage {
    /// The page for one JSON document of kind `backtest`, schema 2. `json` must be valid JSON: it is embedded, not parsed.
    static func page(title: String, json: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <title>\(escapedForMarkup(title))</title>
        <style>
        \(style)
        </style>
        </head>
        <body>
        \(charts(json: json))
        </body>
        </html>

        """
    }

    /// What draws the report, for the body of any page whose style is `style`: places, document and script.
    static func charts(json: String) -> String {
        """
        \(skeleton)
        <script type="application/json" id="report">\(escapedForScript(json))</script>
        <script>
        \(script)
        </script>
        """
    }

    /// JSON that means the same and can't end the script element that holds it.
    ///
    /// In valid JSON a `<` occurs only inside a string, where its escape is the same character. Without any `<` the
    /// block can hold neither `</script` nor `<!--`, the two that an HTML parser looks for. The two line separators are
    /// legal in JSON and were line ends to JavaScript before 2019: they go the same way.
    static func escapedForScript(_ json: String) -> String {
        var result = ""
        result.reserveCapacity(json.utf8.count)
        for scalar in json.unicodeScalars {
            switch scalar {
            case "<": result += #"\u003c"#
            case "\u{2028}": result += #"\u2028"#
            case "\u{2029}": result += #"\u2029"#
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Text that reads as itself between tags.
    static func escapedForMarkup(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Nothing is fetched, sent or framed; only what is written in the page itself runs.
    private static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

    /// The pieces in the order in which they need each other. One function around them keeps their names off `window`.
    private static let script = [
        "(() => {\n\"use strict\";", formatsScript, headerScript, metricsScript, strategiesScript, monthsScript,
        viewScript, scalesScript,
        chartScript, gesturesScript, chartsScript, tradesScript, "})();",
    ].joined(separator: "\n")
}
