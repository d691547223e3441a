/// Removes from training what would know the test: samples whose labels overlap a test group's, and those that start
/// right after it. López de Prado (2018), "Advances in Financial Machine Learning", sections 7.4.1 and 7.4.2.
struct Purge {
    private let labels: [LabelSpan]
    private let embargo: Int

    /// - Parameters:
    ///   - labels: one for each sample, by ascending start.
    ///   - embargo: how long after a test group's last label no training sample may start, in the labels' unit.
    init(_ labels: [LabelSpan], embargo: Int) throws(StatisticsError) {
        try require(embargo >= 0, "embargo", Double(embargo), allowed: "0 or more")
        for place in labels.indices.dropFirst() where labels[place].start < labels[place - 1].start {
            throw .outOfOrder(series: "labels", place: place)
        }
        self.labels = labels
        self.embargo = embargo
    }

    /// The split that tests these groups, none of them empty, and trains on what is left.
    func split(testing groups: [Range<Int>]) -> Split {
        let spans = groups.map(span)
        let test = groups.flatMap { Array($0) }
        let train = labels.indices.filter { place in
            !groups.contains { $0.contains(place) } && !spans.contains { forbids($0, labels[place]) }
        }
        return Split(train: train, test: test)
    }

    /// From the first start to the last end: labels between two of the group's are taken as part of it.
    private func span(of group: Range<Int>) -> LabelSpan {
        LabelSpan(start: labels[group.lowerBound].start, end: labels[group].reduce(Int.min) { max($0, $1.end) })
    }

    private func forbids(_ tested: LabelSpan, _ label: LabelSpan) -> Bool {
        label.overlaps(tested) || (label.start > tested.end && label.start - tested.end <= embargo)
    }
}
