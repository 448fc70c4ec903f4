"""Sums up the report of `oracle.py`: how many calls were recognised, by method, and what e2b-charts knew."""

import collections
import json
import sys


def main():
    rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    calls = [call for row in rows for call in row["calls"]]
    right = sum(call["right"] for call in calls)
    exceptions = [(row["script"], text) for row in rows for text in row.get("exceptions", [])]
    artists = collections.Counter(kind for row in rows for kind in row.get("artists", []))
    errors = sum(count for kind, count in artists.items() if kind.startswith("error:"))
    print(
        "%d scripts, %d calls that draw, %d of the right kind (%.2f %%), %d exceptions, %d artists that failed"
        % (len(rows), len(calls), right, 100 * right / max(1, len(calls)), len(exceptions), errors)
    )
    e2b = [one for row in rows for one in row.get("e2b", [])]
    if e2b:
        print(
            "e2b-charts: %d of %d charts known, %d figures crash it"
            % (sum(one["known"] for one in e2b), sum(one["charts"] for one in e2b), sum("crash" in one for one in e2b))
        )
    wrong = collections.Counter(
        (call["method"], tuple(call["expected"]), tuple(call["got"])) for call in calls if not call["right"]
    )
    for (method, expected, got), count in wrong.most_common(40):
        scripts = sorted(
            {
                row["script"].rsplit("/", 1)[1]
                for row in rows
                for call in row["calls"]
                if not call["right"]
                and (call["method"], tuple(call["expected"]), tuple(call["got"])) == (method, expected, got)
            }
        )
        print(
            "  %3d %s: expected %s, got %s in %s"
            % (count, method, "/".join(expected), "/".join(got) or "nothing", ", ".join(scripts[:4]))
        )
    for kind, count in artists.most_common():
        if kind.startswith("error:") or kind == "unknown":
            print("  artists: %d %s" % (count, kind))
    for script, text in exceptions[:5]:
        print(script, text)
    sys.exit(100 * right < 95 * len(calls) or not calls or bool(exceptions) or bool(errors))


if __name__ == "__main__":
    main()
