#!/bin/sh
# Writes the migrations into Swift, so that a binary carries them wherever it is installed.
# Run it after adding a file to migrations/; a test compares the two.
set -eu
cd "$(dirname "$0")/../.."
out=Libraries/Archive/Migrations/EmbeddedMigrations.swift
{
    echo '// Written by infra/postgres/embed-migrations.sh from infra/postgres/migrations; change those files, not this one.'
    echo
    echo 'extension Migration {'
    echo '    /// All migrations of this build, oldest first.'
    echo '    public static let all: [Migration] = ['
    for file in infra/postgres/migrations/[0-9]*.sql; do
        echo '        Migration('
        echo "            fileName: \"$(basename "$file")\","
        echo '            sql: #"""'
        sed -e 's/^\(..*\)$/                \1/' "$file"
        echo
        echo '                """#),'
    done
    echo '    ]'
    echo '}'
} > "$out.new"
mv "$out.new" "$out"
