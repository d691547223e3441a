import Foundation

/// A page of the user's own, into which a backtest's report is put.
///
/// `{{title}}` becomes the title, `{{json}}` the document (in a script element of the page, where it can't end that element), and
/// `{{charts}}` everything that the usual page shows, its style included. `{{file NAME}}` becomes a file of the template's folder, such as a
/// style sheet, so that the page still is one file. A page with both `{{charts}}` and `{{json}}` holds the document twice.
struct ReportTemplate {
    private enum Piece {
        case text(Substring)
        case title, json, charts
    }

    private let pieces: [Piece]

    /// - Parameter path: a file, or a folder with a `page.html`.
    /// - Throws: `CommandFailure` for a file that can't be read, a `{{` that is never closed, or a name that isn't known, with its line.
    init(reading path: String) throws {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let page = exists && isFolder.boolValue ? "\(path)/page.html" : path
        try self.init(try Self.text(of: page), path: page)
    }

    private static func text(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.notFound("\(path): there is no such file, or it can't be read")
        }
        guard let text = String(data: data, encoding: .utf8) else { throw CommandFailure.failed("\(path): not UTF-8") }
        return text
    }

    /// Another file of the folder that a template is in.
    private static func neighbor(_ name: String, of path: String, line: Int) throws -> String {
        guard !name.isEmpty, !name.contains("/") else {
            throw CommandFailure.failed(
                "\(path):\(line): {{file \(name.prefix(40))}} must name a file of the template's folder")
        }
        return try text(of: URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(name).path)
    }

    /// - Parameter path: the name for messages.
    init(_ text: String, path: String) throws {
        var pieces: [Piece] = []
        var rest = text[...]
        while let start = rest.range(of: "{{") {
            pieces.append(.text(rest[..<start.lowerBound]))
            let line = text[..<start.lowerBound].count { $0.isNewline } + 1
            guard let end = rest.range(of: "}}", range: start.upperBound..<rest.endIndex) else {
                throw CommandFailure.failed("\(path):\(line): {{ without }}")
            }
            let name = rest[start.upperBound..<end.lowerBound].trimmingCharacters(in: .whitespaces)
            switch name {
            case "title": pieces.append(.title)
            case "json": pieces.append(.json)
            case "charts": pieces.append(.charts)
            case let file where file.hasPrefix("file "):
                let other = file.dropFirst(5).trimmingCharacters(in: .whitespaces)
                pieces.append(.text(try Self.neighbor(other, of: path, line: line)[...]))
            default:
                throw CommandFailure.failed(
                    "\(path):\(line): {{\(name.prefix(40))}} is none of {{title}}, {{charts}}, {{json}} and {{file NAME}}"
                )
            }
            rest = rest[end.upperBound...]
        }
        pieces.append(.text(rest))
        self.pieces = pieces
    }

    /// The page for one document. What is put in is not searched for names in braces again.
    func page(title: String, json: String) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): String(text)
            case .title: ReportPage.escapedForMarkup(title)
            case .json: ReportPage.escapedForScript(json)
            case .charts: "<style>\n\(ReportPage.style)\n</style>\n\(ReportPage.charts(json: json))"
            }
        }.joined()
    }
}
