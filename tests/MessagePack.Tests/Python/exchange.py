"""Debian's msgpack on the other side of the exchange tests. One line a value, in hexadecimal and as a description.

check: reads encoded values as lines of hexadecimal, answers "description hexadecimal-when-packed-again" for each.
make SEED COUNT: answers "hexadecimal description" for COUNT values of its own.
"""
import random
import struct
import sys

import msgpack


def describe(value):
    if value is None:
        return "nil"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return "d" + struct.pack(">d", value).hex()
    if isinstance(value, str):
        return "s" + value.encode().hex()
    if isinstance(value, bytes):
        return "b" + value.hex()
    if isinstance(value, msgpack.Timestamp):
        return "t(%d,%d)" % (value.seconds, value.nanoseconds)
    if isinstance(value, msgpack.ExtType):
        return "e(%d,%s)" % (value.code, value.data.hex())
    if isinstance(value, list):
        return "[" + "".join(describe(item) + "," for item in value) + "]"
    if isinstance(value, dict):
        return "{" + "".join(describe(key) + ":" + describe(item) + "," for key, item in value.items()) + "}"
    raise TypeError(type(value))


def make(chance, depth):
    kind = chance.randrange(10 if depth == 0 else 13)
    if kind == 0:
        return chance.choice([None, True, False])
    if kind in (1, 2):
        return chance.choice([1, -1]) * chance.getrandbits(chance.randrange(1, 63))
    if kind == 3:
        return chance.choice([0, 127, 128, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**63, 2**64 - 1,
                              -32, -33, -128, -129, -32768, -32769, -2**31, -2**31 - 1, -2**63])
    if kind == 4:
        return chance.choice([0.0, -0.0, 1.5, 1e300, float("inf"), float("nan"), chance.random()])
    if kind in (5, 6):
        length = chance.choice([0, 5, 31, 32, 255, 256, 65535, 65536]) if chance.random() < 0.2 else chance.randrange(20)
        return "".join(chance.choice("aß日🚀") for _ in range(length))
    if kind == 7:
        length = chance.choice([0, 255, 256, 65535, 65536]) if chance.random() < 0.1 else chance.randrange(20)
        return bytes(chance.getrandbits(8) for _ in range(length))
    if kind == 8:
        return msgpack.ExtType(chance.randrange(128), bytes(chance.choice([0, 1, 2, 3, 4, 8, 16, 17, 255, 256, 65536])))
    if kind == 9:
        return msgpack.Timestamp(chance.choice([0, 1, 2**32 - 1, 2**32, 2**34 - 1, 2**34, -1, -62135596800, 253402300799]),
                                 chance.choice([0, 100, 999999900]))
    if kind == 10:
        return {"k%d" % i: make(chance, depth - 1) for i in range(chance.choice([0, 1, 15, 16, 40]))}
    return [make(chance, depth - 1) for _ in range(chance.choice([0, 1, 3, 15, 16, 40]))]


if sys.argv[1] == "check":
    for line in sys.stdin:
        value = msgpack.unpackb(bytes.fromhex(line.strip()), raw=False, strict_map_key=False, timestamp=0)
        print(describe(value), msgpack.packb(value, use_bin_type=True).hex())
else:
    chance = random.Random(int(sys.argv[2]))
    for _ in range(int(sys.argv[3])):
        value = make(chance, 2)
        print(msgpack.packb(value, use_bin_type=True).hex(), describe(value))
