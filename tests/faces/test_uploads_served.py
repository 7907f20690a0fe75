"""Uploads against the real server: a gigabyte costs it neither time nor memory, and the log says nobody's name."""

import http.client
import os
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.house import House

GIGABYTE = 1024**3


def _post(house: House, headers: dict[str, str], body: bytes = b"") -> tuple[int, str, float]:
    where = urlsplit(house.url)
    began = time.monotonic()
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=30) as line:
        lines = ["POST /esiti/importazioni/nuova/?cf=ZNZBRR80A01G713X HTTP/1.1", f"Host: {where.netloc}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer.status, answer.read().decode(), time.monotonic() - began


def _memory_of(house: House) -> int:
    """Bytes resident in the largest process of this house's web server."""
    most = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes()
            mine = house.surroundings["ACCANTO_DB_NAME"].encode() in (entry / "environ").read_bytes()
        except OSError:
            continue
        if mine and b"accanto.faces.cli" not in command:
            pages = int((entry / "statm").read_text().split()[1])
            most = max(most, pages * os.sysconf("SC_PAGE_SIZE"))
    assert most
    return most


def test_a_gigabyte_is_refused_before_it_is_sent(journey_house: House) -> None:
    status, page, took = _post(
        journey_house,
        {
            "Content-Type": "multipart/form-data; boundary=xx",
            "Content-Length": str(GIGABYTE),
            "Connection": "close",
        },
        b'--xx\r\nContent-Disposition: form-data; name="file"; filename="Zanzibarri.pdf"\r\n\r\n%PDF',
    )
    assert (status, "Si accettano al massimo 20 MB" in page) == (413, True)
    assert took < 10


def test_whoever_goes_on_sending_fills_no_memory(journey_house: House) -> None:
    where = urlsplit(journey_house.url)
    before = _memory_of(journey_house)
    piece = b"x" * (1024 * 1024)
    sent = 0
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=5) as line:
        head = f"POST /accesso HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: multipart/form-data; boundary=xx\r\n"
        line.sendall(f"{head}Content-Length: {GIGABYTE}\r\n\r\n".encode())
        try:
            while sent < 300 * len(piece):
                line.sendall(piece)
                sent += len(piece)
        except OSError:
            pass  # it hung up, as it may
    assert _memory_of(journey_house) - before < 60 * 1024 * 1024


def test_a_body_that_does_not_tell_its_length_is_not_read(journey_house: House) -> None:
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    before = _memory_of(journey_house)
    status, _page, _took = _post(
        journey_house,
        {
            "Content-Type": "multipart/form-data; boundary=xx",
            "Transfer-Encoding": "chunked",
            "Connection": "close",
        },
        chunk + b"0\r\n\r\n",
    )
    assert status in {302, 400, 403, 411, 413}
    assert _memory_of(journey_house) - before < 60 * 1024 * 1024


def test_the_server_s_log_names_nobody(journey_house: House) -> None:
    said = journey_house.diary.read_text()
    assert "ZNZBRR" not in said
    assert "Zanzibarri" not in said
