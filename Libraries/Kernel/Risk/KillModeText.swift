public import Contracts

extension KillMode {
    /// The mode that the text of a kill file or of the environment asks for.
    ///
    /// An empty text means `halt_all`, so that `touch` is enough, and so does every word that is not one of the names: whoever
    /// mistypes in a hurry wants no more risk, but has not asked for exits to be blocked.
    public init(killText text: some StringProtocol) {
        let word = text.split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() } ?? ""
        switch word {
        case "none": self = .none
        case "close_only": self = .closeOnly
        case "hard": self = .hard
        default: self = .haltAll
        }
    }
}
