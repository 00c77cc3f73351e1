"""A PostgreSQL of Debian's package, for the length of a `with`, on a free port of the loopback."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PASSWORD = "s3cr3t-Pa@ss"


def binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """The server refuses to run as root: then it is the package's user that runs it."""

    def __init__(self) -> None:
        self.bin = binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="tessera-postgres-"))
        self.port = free_port()
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def command(self, name: str, *arguments: str) -> list[str]:
        return [*self.as_user, str(self.bin / name), *arguments]

    def __enter__(self) -> "Postgres":
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        if self.as_user:
            shutil.chown(self.folder, "postgres")
            shutil.chown(secret, "postgres")
        data = str(self.folder / "data")
        subprocess.run(self.command("initdb", "-D", data, "-U", "dbuser7", "-A", "scram-sha-256",
                                    "--pwfile", str(secret), "-E", "UTF8", "--locale=C.UTF-8"),
                       check=True, capture_output=True, cwd="/")
        self.server = subprocess.Popen(
            self.command("postgres", "-D", data, "-p", str(self.port), "-h", "127.0.0.1",
                         "-k", str(self.folder), "-c", "fsync=off", "-c", "log_statement=all"),
            stdout=subprocess.DEVNULL, stderr=(self.folder / "log").open("w"), cwd="/")
        for _ in range(100):
            if self.psql("SELECT 1", check=False).returncode == 0:
                return self
            time.sleep(0.2)
        raise RuntimeError("PostgreSQL does not start: " + (self.folder / "log").read_text())

    def __exit__(self, *_) -> None:
        subprocess.run(self.command("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate",
                                    "stop"), capture_output=True, cwd="/")
        self.server.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def psql(self, sql: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "dbuser7", "-d", "postgres",
             "-v", "ON_ERROR_STOP=1", "-qAtc", sql],
            env={**os.environ, "PGPASSWORD": PASSWORD}, capture_output=True, check=check, **options)

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def load(self, table: str, columns: str, rows: bytes) -> None:
        self.psql(f"CREATE TABLE {table} ({columns})")
        self.psql(f"COPY {table} FROM STDIN (FORMAT csv, HEADER)", input=rows)

    def address(self, user: str = "dbuser7", secret: str = "") -> str:
        login = f"{user}:{secret}" if secret else user
        return f"postgres://{login}@127.0.0.1:{self.port}/postgres"
