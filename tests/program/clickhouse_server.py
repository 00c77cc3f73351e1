"""A ClickHouse cluster of two shards of Debian's package, for the length of a `with`, on free ports
of the loopback."""

import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

USER, PASSWORD = "dbuser7", "s3cr3t-Pa@ss"

CONFIG = """<yandex>
  <logger><level>warning</level><log>{folder}/log</log><errorlog>{folder}/errors</errorlog></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>{http}</http_port>
  <tcp_port>{tcp}</tcp_port>
  <path>{folder}/data/</path>
  <tmp_path>{folder}/tmp/</tmp_path>
  <users_config>{folder}/users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <mark_cache_size>268435456</mark_cache_size>
  <timezone>Asia/Kolkata</timezone>
  <query_log><database>system</database><table>query_log</table>
    <flush_interval_milliseconds>200</flush_interval_milliseconds></query_log>
  <remote_servers><pair>{shards}</pair></remote_servers>
</yandex>
"""
SHARD = """<shard><replica><host>127.0.0.1</host><port>{port}</port><user>{user}</user>
  <password>{password}</password></replica></shard>"""
USERS = """<yandex>
  <profiles><default><log_queries>1</log_queries></default></profiles>
  <users><{user}><password>{password}</password><networks><ip>127.0.0.1</ip></networks>
    <profile>default</profile><quota>default</quota></{user}></users>
  <quotas><default></default></quotas>
</yandex>
"""


def binary() -> str | None:
    return shutil.which("clickhouse-server", path="/usr/bin:/usr/sbin:/usr/local/bin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Shard:
    def __init__(self, folder: Path, http: int, tcp: int) -> None:
        self.folder, self.http, self.tcp = folder, http, tcp

    def start(self, shards: str) -> None:
        for name in ("data", "tmp"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "config.xml").write_text(
            CONFIG.format(folder=self.folder, http=self.http, tcp=self.tcp, shards=shards))
        (self.folder / "users.xml").write_text(USERS.format(user=USER, password=PASSWORD))
        self.process = subprocess.Popen(
            [binary(), "--config-file", str(self.folder / "config.xml")], cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=(self.folder / "out").open("w"))

    def run(self, sql: str, data: bytes = b"") -> str:
        address = f"http://127.0.0.1:{self.http}/?" + urllib.parse.urlencode({"query": sql})
        request = urllib.request.Request(address, data=data or b"\n", headers={
            "X-ClickHouse-User": USER, "X-ClickHouse-Key": PASSWORD})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{sql[:80]}: {error.read().decode()[:500]}") from error

    def wait(self) -> None:
        for _ in range(150):
            try:
                self.run("SELECT 1")
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.2)
        raise RuntimeError("ClickHouse does not start: " + (self.folder / "out").read_text()[-2000:])

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)


class ClickHouse:
    """`shards[0]` is the one that is spoken to."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tessera-clickhouse-"))
        self.shards = [Shard(self.folder / name, free_port(), free_port()) for name in "ab"]

    def __enter__(self) -> "ClickHouse":
        shards = "".join(SHARD.format(port=shard.tcp, user=USER, password=PASSWORD)
                         for shard in self.shards)
        for shard in self.shards:
            shard.start(shards)
        for shard in self.shards:
            shard.wait()
        return self

    def __exit__(self, *_) -> None:
        for shard in self.shards:
            shard.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, options: str = "", secret: str = "") -> str:
        who = f"{USER}:{secret}@" if secret else ""
        return f"clickhouse://{who}127.0.0.1:{self.shards[0].http}/shop{options}"

    def everywhere(self, sql: str) -> None:
        for shard in self.shards:
            shard.run(sql)
