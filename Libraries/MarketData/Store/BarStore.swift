import Glibc

/// Why a stored series could not be written or opened.
public enum BarStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system's reason.
    case unreadable(file: String, reason: String)
    case unwritable(file: String, reason: String)
    case notABarFile(file: String)
    case unknownVersion(file: String, UInt32)
    case wrongLength(file: String, bytes: Int, expected: Int)
    /// The bytes of the header or of a column are not those that were written.
    case damaged(file: String, part: String)
    /// The columns are as they were written, and can't be a series: the stamps do not ascend.
    case outOfOrder(file: String, row: Int)

    public var description: String {
        switch self {
        case .unreadable(let file, let reason), .unwritable(let file, let reason): "\(file): \(reason)"
        case .notABarFile(let file): "\(file): this is no bar file; it does not begin with BULLBARS"
        case .unknownVersion(let file, let version):
            "\(file): version \(version), and this program reads version \(BarStoreHeader.version)"
        case .wrongLength(let file, let bytes, let expected):
            "\(file): \(bytes) bytes, and its header says \(expected)"
        case .damaged(let file, let part): "\(file): the \(part) is damaged: its checksum does not hold"
        case .outOfOrder(let file, let row): "\(file): the time of row \(row) is not after the one before"
        }
    }
}

/// Series in files, one each: a header and six columns, to be mapped into memory.
///
/// A file appears whole or not at all, since it is written under another name and then renamed; a reader's mapping of the file that was
/// there before stays good. Opening reads every byte once to check it, a million bars in some tens of milliseconds.
public enum BarStore {
    /// `GLD.1d.bars`
    public static func fileName(of identity: SeriesIdentity) -> String {
        "\(identity.symbol).\(identity.interval).bars"
    }

    /// Maps a stored series and checks its header, its length, the checksum of each column and the order of its stamps.
    public static func open(_ path: String) throws(BarStoreError) -> BarSeries {
        let (mapping, length) = try mapped(path)
        let header: BarStoreHeader
        do throws(BarStoreError) {
            header = try checkedHeader(UnsafeRawBufferPointer(start: mapping, count: length), path)
        } catch {
            munmap(mapping, length)
            throw error
        }
        let memory = ColumnMemory(mapping: mapping, length: length, offset: BarStoreHeader.length)
        let series = BarSeries(header.identity, count: header.rows, memory: memory)
        let culprit = series.withColumn(.time) { times in
            times.indices.dropFirst().first { times[$0] <= times[$0 - 1] }
        }
        if let culprit { throw .outOfOrder(file: path, row: culprit + 1) }
        return series
    }

    private static func checkedHeader(
        _ bytes: UnsafeRawBufferPointer, _ path: String
    ) throws(BarStoreError) -> BarStoreHeader {
        let header = try BarStoreHeader(bytes, file: path)
        guard header.fileLength == bytes.count else {
            throw .wrongLength(file: path, bytes: bytes.count, expected: header.fileLength)
        }
        for column in BarColumn.allCases {
            let start = BarStoreHeader.length + column.rawValue * header.rows * 8
            let words = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + header.rows * 8)])
            guard Crc32c.checksum(words) == header.checksums[column.rawValue] else {
                throw .damaged(file: path, part: "column \(column)")
            }
        }
        return header
    }

    /// Writes a series so that no reader ever sees half of it.
    public static func write(_ series: BarSeries, to path: String) throws(BarStoreError) {
        let columns = BarColumn.allCases
        let checksums = columns.map { column in
            series.withColumn(column) { Crc32c.checksum(UnsafeRawBufferPointer($0)) }
        }
        let header = BarStoreHeader(identity: series.identity, rows: series.count, checksums: checksums)
        do throws(WriteFailure) {
            var file = try ReplacingFile(path)
            try header.bytes.withUnsafeBufferPointer { (bytes) throws(WriteFailure) in
                try file.write(UnsafeRawBufferPointer(bytes))
            }
            for column in columns {
                try series.withColumn(column) { (words) throws(WriteFailure) in
                    try file.write(UnsafeRawBufferPointer(words))
                }
            }
            try file.finish()
        } catch {
            throw .unwritable(file: path, reason: error.reason)
        }
    }

    private static func mapped(_ path: String) throws(BarStoreError) -> (UnsafeMutableRawPointer, Int) {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(file: path, reason: "not a regular file")
        }
        let length = Int(status.st_size)
        guard length >= BarStoreHeader.length else { throw .notABarFile(file: path) }
        guard let mapping = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0), mapping != MAP_FAILED else {
            throw .unreadable(file: path, reason: String(cString: strerror(errno)))
        }
        return (mapping, length)
    }
}
