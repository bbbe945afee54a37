#!/usr/bin/env python3
"""A peer of the JSON-header protocol that shares no code with the library, to test it against.

    peer.py server --use one|many [--end close|half|reset|mix] [--seed N]
    peer.py client PORT --use one|many --exchanges N [--end close|half|reset|mix] [--seed N]

The server prints its port, answers until its standard input ends, then prints what it did. It answers a message with
the same message and two more headers: "number", which exchange of the connection this is, and "crc", of the content.
The client sends N messages of its own making, and wants each back with a header "number", or the connections of a
single exchange ended.

Everything is written in random small pieces. What is read is checked strictly: the header must be, byte for byte, what
json.dumps(header, ensure_ascii=False) writes, and JSON content as well. How a connection ends once its last answer
was read, or written:

    close   both directions at once
    half    this side's stream first: by the client, before it has read its answers
    reset   with a reset, as soon as the other side's system has all bytes
    mix     one of these, at random

Exit code 0: all went as it should. 1: something did not, and one line on standard error tells what. 2: wrong arguments.
"""

import argparse
import json
import random
import selectors
import socket
import struct
import sys
import time
import zlib

REQUIRED = ["byteorder", "content-type", "content-encoding", "content-length"]
MAX_CONTENT = 1 << 20
PATIENCE = 30.0  # seconds without any progress
ENDS = ["close", "half", "reset"]
ALPHABET = "abc XYZ 0189 \"\\/\b\f\n\r\t\x00\x1f\x7f \u00e9\u00df \u20ac \u2028 \ufeff \U0001f430 \U0001f43e"


class Wrong(Exception):
    """The other side, or this script, did something that it must not do."""


# ---- messages


def dumps(value):
    return json.dumps(value, ensure_ascii=False)


def unique(pairs):
    """The members of a JSON object, none of which may come twice."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Wrong("a key comes twice")
    return members


def encode(kind, encoding, content, further):
    header = {
        "byteorder": sys.byteorder,
        "content-type": kind,
        "content-encoding": encoding,
        "content-length": len(content),
    }
    header.update(further)
    raw = dumps(header).encode("utf-8")
    return struct.pack(">H", len(raw)) + raw + content


class Reader:
    """Bytes in, whole messages out: (type, encoding, content, further headers)."""

    def __init__(self):
        self.buffer = bytearray()
        self.header = None

    def feed(self, data):
        self.buffer += data

    def empty(self):
        return not self.buffer and self.header is None

    def next(self):
        if self.header is None:
            if len(self.buffer) < 2:
                return None
            (length,) = struct.unpack_from(">H", self.buffer)
            if len(self.buffer) < 2 + length:
                return None
            self.header = self.parse(bytes(self.buffer[2 : 2 + length]))
            del self.buffer[: 2 + length]
        length = self.header["content-length"]
        if len(self.buffer) < length:
            return None
        content = bytes(self.buffer[:length])
        del self.buffer[:length]
        header, self.header = self.header, None
        self.check_content(header, content)
        further = {key: value for key, value in header.items() if key not in REQUIRED}
        return header["content-type"], header["content-encoding"], content, further

    @staticmethod
    def parse(raw):
        header = json.loads(raw.decode("utf-8"), object_pairs_hook=unique)
        if not isinstance(header, dict):
            raise Wrong("the header is no object")
        if list(header)[: len(REQUIRED)] != REQUIRED:
            raise Wrong("the header begins with %s" % list(header)[: len(REQUIRED)])
        if dumps(header).encode("utf-8") != raw:
            raise Wrong("json.dumps would not write this header: %r" % raw[:200])
        length = header["content-length"]
        if type(length) is not int or not 0 <= length <= MAX_CONTENT:
            raise Wrong("content-length is %r" % length)
        if header["byteorder"] not in ("little", "big"):
            raise Wrong("byteorder is %r" % header["byteorder"])
        return header

    @staticmethod
    def check_content(header, content):
        if header["content-type"].startswith("text/"):
            text = content.decode(header["content-encoding"])
            if header["content-type"] == "text/json" and dumps(json.loads(text)) != text:
                raise Wrong("json.dumps would not write this content")
        elif header["content-encoding"] != "binary":
            raise Wrong("binary content of encoding %r" % header["content-encoding"])


# ---- what the client sends


def some_size(rng):
    dice = rng.random()
    if dice < 0.70:
        return rng.randrange(0, 200)
    if dice < 0.90:
        return rng.randrange(0, 8 << 10)
    if dice < 0.99:
        return rng.randrange(0, 64 << 10)
    return rng.choice([0, 65535, 65536, MAX_CONTENT - 1, MAX_CONTENT, rng.randrange(0, MAX_CONTENT)])


def some_text(rng, size):
    """Text of about so many bytes, and never more."""
    return "".join(rng.choice(ALPHABET) for _ in range(min(size, 400) // 4)) + "x" * (size - min(size, 400))


def some_further(rng):
    values = [0, -7, 1 << 40, True, None, "", "text \u20ac", [1, [2, {"a": None}]], {"b": "\n", "a": []}]
    names = ["x-one", "x \u00e4", "\U0001f430", "x\"q"]
    return {name: rng.choice(values) for name in names if rng.random() < 0.2}


def some_message(rng):
    size = some_size(rng)
    dice = rng.random()
    if dice < 0.4:
        value = {"action": "search", "value": some_text(rng, max(0, (size - 40) // 6)), "more": [1, None, True]}
        return "text/json", "utf-8", dumps(value).encode("utf-8"), some_further(rng)
    if dice < 0.5:
        return "text/plain", "latin-1", b"\xe9" * size, some_further(rng)
    content = rng.getrandbits(8 * size).to_bytes(size, "big") if size else b""
    return "binary/custom-client-binary-type", "binary", content, some_further(rng)


# ---- connections


class Pieces:
    """Bytes on their way out, cut at random."""

    def __init__(self, rng):
        self.rng = rng
        self.waiting = []
        self.piece = memoryview(b"")

    def add(self, data):
        self.waiting.append(memoryview(data))

    def empty(self):
        return not self.waiting and not self.piece

    def send(self, sock):
        """Sends one piece, or what there is room for."""
        if not self.piece:
            whole = self.waiting.pop(0)
            most = max(64, len(whole) // 16)
            cut = self.rng.randrange(1, most) if self.rng.random() < 0.8 else len(whole)
            self.piece = whole[:cut]
            if len(whole) > cut:
                self.waiting.insert(0, whole[cut:])
        try:
            self.piece = self.piece[sock.send(self.piece) :]
        except BlockingIOError:
            pass


def unsent(sock):
    """How many bytes the other side's system does not have yet; None where that cannot be known."""
    try:
        import array
        import fcntl
        import termios

        count = array.array("i", [0])
        fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, count)
        return count[0]
    except (ImportError, AttributeError, OSError):
        return None


def reset(sock):
    """Resets the connection, but only after what was written: a reset throws away what is still on its way."""
    deadline = time.monotonic() + PATIENCE
    while True:
        left = unsent(sock)
        if left is None:
            sock.close()
            return
        if left == 0:
            break
        if time.monotonic() > deadline:
            raise Wrong("%d bytes are never taken" % left)
        time.sleep(0.0005)  # the system tells nobody when they are
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def prepare(sock):
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setblocking(False)


# ---- server


class Served:
    """One connection of the server."""

    def __init__(self, sock, rng, args):
        self.sock = sock
        self.reader = Reader()
        self.out = Pieces(rng)
        self.one = args.use == "one"
        self.end = rng.choice(ENDS) if args.end == "mix" else args.end
        self.number = 0
        self.input_ended = False
        self.output_ended = False

    def service(self, mask):
        """Reads or writes; true when the connection is over."""
        if mask & selectors.EVENT_READ:
            data = self.sock.recv(64 << 10)
            if data and self.output_ended:
                raise Wrong("bytes after the last answer")
            if data:
                self.reader.feed(data)
                self.answer()
            else:
                if not self.reader.empty():
                    raise Wrong("the stream ended inside a message")
                self.input_ended = True
        elif mask & selectors.EVENT_WRITE:
            self.out.send(self.sock)
        return self.is_over()

    def answer(self):
        message = self.reader.next()
        while message is not None:
            if self.one and self.number:
                raise Wrong("a second request")
            kind, encoding, content, further = message
            answered = dict(further, number=self.number, crc=zlib.crc32(content))
            self.number += 1
            self.out.add(encode(kind, encoding, content, answered))
            message = self.reader.next()

    def is_over(self):
        if not self.out.empty():
            return False
        if self.input_ended:
            return True
        if not self.one or not self.number:
            return False
        if self.end == "half":
            if not self.output_ended:
                self.sock.shutdown(socket.SHUT_WR)
                self.output_ended = True
            return False
        return True

    def finish(self):
        if self.end == "reset":
            reset(self.sock)
        else:
            self.sock.close()

    def events(self):
        # One or the other: whoever has answers to write reads on only once they are written.
        if not self.out.empty():
            return selectors.EVENT_WRITE
        return selectors.EVENT_READ


def serve(args):
    rng = random.Random(args.seed)
    selector = selectors.DefaultSelector()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    listener.setblocking(False)
    selector.register(listener, selectors.EVENT_READ, "listener")
    selector.register(sys.stdin, selectors.EVENT_READ, "stdin")
    print(listener.getsockname()[1], flush=True)

    connections = exchanges = 0
    while selector.get_map():
        events = selector.select(PATIENCE)
        if not events:
            raise Wrong("nothing happens")
        for key, mask in events:
            if key.data == "listener":
                sock, _ = listener.accept()
                prepare(sock)
                connections += 1
                selector.register(sock, selectors.EVENT_READ, Served(sock, rng, args))
            elif key.data == "stdin":
                if sys.stdin.readline():
                    raise Wrong("something on standard input")
                selector.unregister(sys.stdin)
                selector.unregister(listener)
            else:
                served = key.data
                if served.service(mask):
                    selector.unregister(served.sock)
                    exchanges += served.number
                    served.finish()
                else:
                    selector.modify(served.sock, served.events(), served)
    return connections, exchanges


# ---- client


def dial(port):
    sock = socket.create_connection(("127.0.0.1", port), PATIENCE)
    prepare(sock)
    return sock


def check_answer(sent, got, number):
    kind, encoding, content, further = sent
    if got[:2] != (kind, encoding):
        raise Wrong("answer %d is %s, %s, and the request was %s, %s" % (number, got[0], got[1], kind, encoding))
    if got[2] != content:
        raise Wrong("answer %d has other content, %d bytes for %d" % (number, len(got[2]), len(content)))
    if got[3] != dict(further, number=number):
        raise Wrong("answer %d has other headers: %s for %s" % (number, got[3], further))


def converse(sock, messages, rng, end, one):
    """Sends all messages, reading meanwhile, and takes as many answers; then ends the connection."""
    out = Pieces(rng)
    for message in messages:
        out.add(encode(*message))
    reader = Reader()
    answered = 0
    half_closed = False
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ | selectors.EVENT_WRITE)
        while answered < len(messages):
            events = selector.select(PATIENCE)
            if not events:
                raise Wrong("no answer %d" % answered)
            mask = events[0][1]
            if mask & selectors.EVENT_WRITE:
                if not out.empty():
                    out.send(sock)
                if out.empty():
                    if end == "half" and not half_closed:
                        half_closed = True
                        sock.shutdown(socket.SHUT_WR)
                    selector.modify(sock, selectors.EVENT_READ)
            if mask & selectors.EVENT_READ:
                data = sock.recv(64 << 10)
                if not data:
                    raise Wrong("the stream ended before answer %d" % answered)
                reader.feed(data)
                got = reader.next()
                while got is not None:
                    if answered == len(messages):
                        raise Wrong("an answer too many")
                    check_answer(messages[answered], got, answered)
                    answered += 1
                    got = reader.next()
    if not reader.empty():
        raise Wrong("bytes after the last answer")
    if end == "reset":
        reset(sock)
    elif one or half_closed:
        expect_end(sock)
    sock.close()


def expect_end(sock):
    sock.settimeout(PATIENCE)
    if sock.recv(1):
        raise Wrong("bytes after the last answer")


def be_client(args):
    rng = random.Random(args.seed)
    messages = [some_message(rng) for _ in range(args.exchanges)]
    size = 1 if args.use == "one" else max(1, args.exchanges // 4)
    connections = 0
    for first in range(0, len(messages), size):
        end = rng.choice(ENDS) if args.end == "mix" else args.end
        converse(dial(args.port), messages[first : first + size], rng, end, args.use == "one")
        connections += 1
    return connections, len(messages)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=["server", "client"])
    parser.add_argument("port", nargs="?", type=int)
    parser.add_argument("--use", choices=["one", "many"], required=True)
    parser.add_argument("--end", choices=ENDS + ["mix"], default="close")
    parser.add_argument("--exchanges", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if (args.role == "client") != (args.port is not None):
        parser.error("a client needs a port, a server has its own")
    try:
        connections, exchanges = serve(args) if args.role == "server" else be_client(args)
    except (Wrong, OSError, ValueError, KeyError, TypeError) as wrong:
        text = " ".join(("%s: %s" % (type(wrong).__name__, wrong)).split())
        print("peer.py %s, seed %d: %s" % (args.role, args.seed, ascii(text)), file=sys.stderr)
        return 1
    print("%d connections, %d exchanges" % (connections, exchanges), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
