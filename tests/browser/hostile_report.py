"""Builds a report over data whose names try to run: hostile_report.py TESSERA OUT.html"""

import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ["</script><script>window.__pwned=1</script>", "<img src=x onerror=window.__pwned=2>",
         '" onmouseover="window.__pwned=3', "=HYPERLINK(\"http://example.invalid\")", "🙂 plan",
         "خطة \u202egnp", "a\x00b", "<!-- <script>", "{{ 7 * 7 }}", "</style><svg onload=alert(1)>",
         "');window.__pwned=4;//", "`${window.__pwned=5}`"]


def main() -> None:
    tessera, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        users = "customer_id,plan_type,portfolio_size,arr,is_active,support_tickets_90d,nps_score\n"
        events = "customer_id,event_type,event_at\n"
        for i in range(240):
            plan = NAMES[i % len(NAMES)].replace('"', '""')
            users += f'C{i:03},"{plan}",{i % 12},{100 + i}.00,{"true" if i % 4 else "false"},{i % 7},{i % 90}\n'
            kind = NAMES[i % 5].replace('"', '""')
            events += f'C{i:03},"{kind}",2025-05-0{1 + i % 9} 10:00:00\n' * (i % 9)
        (folder / "users.csv").write_text(users)
        (folder / "events.csv").write_text(events)
        title = "<script>window.__pwned=6</script>"
        (folder / "report.yml").write_text(
            f"extends: cx_segmentation\ntitle: '{title}'\nas_of: 2025-08-01\nsources:\n"
            "  users: { file: users.csv, key: customer_id }\n"
            "  events: { file: events.csv, on: customer_id }\n")
        subprocess.run([tessera, "build", folder / "report.yml", "--single-file", "-o", out],
                       check=True)


if __name__ == "__main__":
    main()
