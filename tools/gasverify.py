#!/usr/bin/env python3
"""gasverify: check GasLoop evidence offline, with nothing of GasLoop installed.

    python gasverify.py PROOF [--key PUBKEY]          PROOF: a file, or the text of the QR code (GASLOOP1:...)
    python gasverify.py seals EXPORT [--key PUBKEY]   EXPORT: the whole log as JSON lines
    python gasverify.py folder ZIP [--key PUBKEY]     ZIP: an evidence folder (迎检资料): every file, every proof

PUBKEY is the published public key: hex, base64, or a file holding it. Without it only the internal consistency is
checked, and that is said. Exit code 0: everything holds; 1: something does not, and it is said what; 2: not readable.

One file, standard library only, Python 3.9 or newer. `cryptography` is used for Ed25519 where it is installed;
otherwise the signature is checked right here (RFC 8032). Trees are those of RFC 9162, the text form is RFC 9285.
"""

import base64
import binascii
import hashlib
import json
import sys
import zipfile
import zlib
from pathlib import Path

ALPHABET45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
PREFIX = "GASLOOP1:"
LIMIT = 4_000_000  # no proof inflates to more than this


class Wrong(Exception):
    """A step that does not hold."""


class Unreadable(Exception):
    """What was given is no proof, export or key."""


def say(text):
    sys.stdout.write(f"{text}\n")


# -- Ed25519, RFC 8032, section 5.1 ------------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def point_add(a, b):
    """Extended homogeneous coordinates, section 5.1.4."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = point_add(result, point)
        point, scalar = point_add(point, point), scalar >> 1
    return result


def point_equal(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_decode(raw):
    """Section 5.1.3; None when the bytes are no point."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point_decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_pure(public, signature, message):
    """Section 5.1.7, the equation without the cofactor."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = point_decode(public), point_decode(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return point_equal(point_multiply(s, BASE), point_add(commitment, point_multiply(k, key)))


def ed25519(public, signature, message):
    """Does the signature hold?"""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return ed25519_pure(public, signature, message)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# -- digests and trees, RFC 9162, section 2.1 --------------------------------------------------------------------------


def digest(algorithm, *parts):
    if algorithm not in ("sha256", "sm3"):
        raise Wrong(f"the digest {algorithm!r} is not one of ours")
    try:
        return hashlib.new(algorithm, b"".join(parts)).digest()
    except ValueError:
        raise Unreadable(f"this Python's OpenSSL does not offer {algorithm}") from None


def leaf_hash(algorithm, text):
    return digest(algorithm, b"\x00", text.encode())


def root_of_path(algorithm, leaf, index, size, path):
    """Section 2.1.3.2: a lone last node at the right edge rises until it has a partner."""
    if not 0 <= index < size:
        raise Wrong("the entry's place lies outside the seal")
    found, position, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            raise Wrong("the path is longer than the tree is high")
        if position % 2 or position == last:
            found = digest(algorithm, b"\x01", sibling, found)
            while position and not position % 2:
                position, last = position >> 1, last >> 1
        else:
            found = digest(algorithm, b"\x01", found, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise Wrong("the path is shorter than the tree is high")
    return found


class GrowingTree:
    """The root over leaves that come one by one; keeps one hash per level."""

    def __init__(self, algorithm):
        self.algorithm, self.peaks, self.size = algorithm, [], 0

    def add(self, leaf):
        height = 0
        while self.peaks and self.peaks[-1][0] == height:
            leaf = digest(self.algorithm, b"\x01", self.peaks.pop()[1], leaf)
            height += 1
        self.peaks.append((height, leaf))
        self.size += 1

    def root(self):
        if not self.peaks:
            return digest(self.algorithm)
        found = self.peaks[-1][1]
        for _, left in reversed(self.peaks[:-1]):
            found = digest(self.algorithm, b"\x01", left, found)
        return found


# -- reading -----------------------------------------------------------------------------------------------------------


def b64(text):
    """RFC 4648, section 5; one spelling only (section 3.5), or a changed character could mean the same bytes."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        if base64.urlsafe_b64encode(content).rstrip(b"=") == text.encode():
            return content
    except (binascii.Error, ValueError, TypeError):
        pass
    raise Unreadable("a value is not base64")


def base45_decode(text):
    """RFC 9285, section 4.2."""
    try:
        values = [ALPHABET45.index(char) for char in text]
    except ValueError:
        raise Unreadable("the code holds a character that base45 does not have") from None
    out = bytearray()
    for start in range(0, len(values), 3):
        group = values[start : start + 3]
        value, width = sum(v * 45**i for i, v in enumerate(group)), len(group) - 1
        if width == 0 or value >= 256**width:
            raise Unreadable("the code is cut off or not base45")
        out += value.to_bytes(width, "big")
    return bytes(out)


def read_proof(text):
    """A proof from a QR code's text or a JSON file."""
    text = text.strip("\r\n\t")
    if PREFIX in text:
        packed = base45_decode(text[text.index(PREFIX) + len(PREFIX) :])
        inflater = zlib.decompressobj()
        try:
            text = inflater.decompress(packed, LIMIT).decode()
        except (zlib.error, UnicodeDecodeError):
            raise Unreadable("the code is damaged") from None
        if not inflater.eof or inflater.unused_data:
            raise Unreadable("the code is cut off, or something was written behind it")
    try:
        proof = json.loads(text)
    except ValueError:
        raise Unreadable("this is neither a proof file nor the text of a code") from None
    if not isinstance(proof, dict) or proof.get("v") != 1:
        raise Unreadable("this is no proof of a version known here (1)")
    return proof


def read_key(given):
    """A public key from hex, base64, or a file with either."""
    text = given.strip()
    if len(text) < 200 and Path(text).is_file():
        text = Path(text).read_text(encoding="ascii").strip()
    if len(text) == 64:
        try:
            return bytes.fromhex(text)
        except ValueError:
            pass
    key = b64(text.rstrip("=").replace("+", "-").replace("/", "_"))
    if len(key) != 32:
        raise Unreadable("a public key is 32 bytes, in hex or base64")
    return key


def key_id(public):
    return hashlib.sha256(public).hexdigest()[:16]


def pieces(raw):
    if len(raw) % 32:
        raise Wrong("the path is not made of 32-byte hashes")
    return [raw[i : i + 32] for i in range(0, len(raw), 32)]


# -- checking ----------------------------------------------------------------------------------------------------------


def check_body(algorithm, facts, body, salt):
    if digest(algorithm, salt, body.encode()).hex() != facts["payload"]:
        raise Wrong("body: the facts shown are not the ones the entry was made with")


def check_proof(proof, trusted):
    """Every step from the facts to the signature; what holds, as lines of text. Wrong names the step that does not."""
    facts, seal = json.loads(proof["entry"]), json.loads(proof["seal"])
    algorithm, lines = seal["alg"], []
    if "body" in proof:
        check_body(facts["alg"], facts, proof["body"], b64(proof["salt"]))
        lines.append(f"facts       {proof['body']}")
    if "row" in proof:
        check_row(proof, facts)
        lines.append(f"batch row   {json.loads(proof['row'])['subject']}")
    leaf = leaf_hash(algorithm, proof["entry"])
    root = root_of_path(algorithm, leaf, proof["index"], seal["count"], pieces(b64(proof["path"])))
    if root.hex() != seal["root"]:
        raise Wrong("tree: the entry is not in the seal, or was changed since")
    public = b64(proof["key"])
    if key_id(public) != seal["key"]:
        raise Wrong("key: the key in the proof is not the one the seal names")
    if trusted is not None and public != trusted:
        raise Wrong("key: the seal was signed with another key than the one you trust")
    if not ed25519(public, b64(proof["signature"]), proof["seal"].encode()):
        raise Wrong("signature: it does not fit the seal")
    return describe(facts, seal) + lines + erased_lines(proof)


def check_row(proof, facts):
    leaf = leaf_hash(facts["alg"], proof["row"])
    path = pieces(b64(proof["row_path"]))
    if root_of_path(facts["alg"], leaf, proof["row_index"], facts["rows_count"], path).hex() != facts["rows"]:
        raise Wrong("row: the record is not part of this batch, or was changed since")


def describe(facts, seal):
    actor = facts["actor"]
    posts = "; ".join(f"{post['office']} {post['title']}" for post in actor.get("posts", []))
    lines = [
        f"act         {facts['act']}",
        f"record      {facts['subject']}",
        f"by          {actor.get('name', '')}" + (f" ({posts})" if posts else ""),
        f"recorded    {facts['recorded_at']}",
    ]
    if "effective_at" in facts:
        lines.append(f"effective   {facts['effective_at']}")
    if "attachments" in facts:
        lines += [f"attachment  sha256 {sha256}" for sha256 in facts["attachments"]]
    return [*lines, f"seal        number {seal['number']}, {seal['count']} entries, sealed {seal['sealed_at']}"]


def erased_lines(proof):
    if "erased" not in proof:
        return []
    erased = proof["erased"]
    return [f"erased      by rule {erased['rule']} on {erased['at']} (as the issuer says; the entry itself is proved)"]


class Log:
    """A whole exported log, checked as it is read."""

    def __init__(self, trusted):
        self.trusted, self.keys, self.rows = trusted, {}, []
        self.header, self.tree, self.number, self.previous = None, None, 0, bytes(32)
        self.entries = self.unsealed = self.bodies = 0
        self.wrong = []
        self.key_ids = set()

    def key(self, line):
        public = b64(line["key"])
        self.keys[key_id(public)] = public
        self.rows.append(line)

    def seal(self, line):
        self.close()
        header = json.loads(line["header"])
        number = header["number"]
        if number != self.number + 1:
            self.wrong.append(f"seal {number}: follows seal {self.number}, so one or more are missing")
        elif header["previous"] != self.previous.hex():
            self.wrong.append(f"seal {number}: is not chained to the seal before it")
        public = self.keys.get(header["key"])
        if public is None:
            self.wrong.append(f"seal {number}: its key {header['key']} is not in the export")
        elif not ed25519(public, b64(line["signature"]), line["header"].encode()):
            self.wrong.append(f"seal {number}: signature does not fit")
        self.key_ids.add(header["key"])
        self.header, self.tree, self.number = header, GrowingTree(header["alg"]), number
        self.previous = digest(header["alg"], line["header"].encode())

    def entry(self, line):
        if "missing" in line:
            self.wrong.append(f"seal {self.number}: entry {line['missing']} is missing")
        elif "body" in line:
            facts = json.loads(line["entry"])
            self.bodies += 1
            try:
                check_body(facts["alg"], facts, line["body"], b64(line["salt"]))
            except Wrong as wrong:
                self.wrong.append(f"entry {facts['id']} on {facts['subject']}: {wrong}")
        if self.header is None or self.tree.size == self.header["count"]:
            self.unsealed += 1
            return
        self.entries += 1
        self.tree.add(b64(line["leaf"]) if "missing" in line else leaf_hash(self.header["alg"], line["entry"]))

    def close(self):
        """The seal read last is complete: is its root the one that was signed?"""
        if self.header is None:
            return
        number = self.header["number"]
        if self.tree.size != self.header["count"]:
            self.wrong.append(f"seal {number}: {self.tree.size} entries instead of {self.header['count']}")
        elif self.tree.root().hex() != self.header["root"]:
            self.wrong.append(f"seal {number}: an entry in it was changed, the root does not fit")

    def vouched(self):
        """The keys that the trusted key vouches for: backward and forward through signed successions."""
        known, grown = {key_id(self.trusted)}, True
        while grown:
            grown = False
            for line in self.rows:
                public, old = b64(line["key"]), line["previous"]
                if "forward" not in line or old not in self.keys or (key_id(public) in known) == (old in known):
                    continue
                content = json.dumps(
                    {"new": public.hex(), "old": old, "v": 1}, sort_keys=True, separators=(",", ":")
                ).encode()
                forward = ed25519(self.keys[old], b64(line["forward"]), content)
                if forward and ed25519(public, b64(line["back"]), content):
                    known |= {key_id(public), old}
                    grown = True
        return known

    def finish(self):
        self.close()
        if self.trusted is not None:
            strange = self.key_ids - self.vouched()
            self.wrong += [f"key {key}: not the key you trust, and not vouched for by it" for key in sorted(strange)]
        return self.wrong


def check_export(path, trusted):
    log = Log(trusted)
    readers = {"key": log.key, "seal": log.seal, "entry": log.entry}
    with open(path, encoding="utf-8") as lines:
        first = json.loads(next(lines, "{}"))
        if first.get("type") != "log" or first.get("v") != 1:
            raise Unreadable("this is no exported log of a version known here (1)")
        for line in lines:
            record = json.loads(line)
            readers.get(record["type"], lambda _line: None)(record)
    wrong = log.finish()
    if log.number != first["seals"]:
        wrong.append(f"the export names {first['seals']} seals and holds {log.number}")
    say(f"{log.number} seals, {log.entries} sealed entries, {log.unsealed} not sealed yet, {log.bodies} bodies")
    if log.header is not None:
        say(f"last root   {log.header['root']} (compare it with a printed or published one)")
    return wrong


def check_folder(path, trusted):
    """Every file against the manifest, every proof in it, every photo against the entries that name it."""
    with zipfile.ZipFile(path) as bundle:
        names = set(bundle.namelist())
        if "manifest.json" not in names:
            raise Unreadable("this zip has no manifest.json: it is no evidence folder")
        manifest = json.loads(bundle.read("manifest.json"))
        if manifest.get("v") != 1:
            raise Unreadable("this is no evidence folder of a version known here (1)")
        listed = {each["path"]: each["sha256"] for each in manifest["files"]}
        wrong = [f"{name}: is not in the manifest" for name in sorted(names - set(listed) - {"manifest.json"})]
        wrong += [f"{name}: is missing" for name in sorted(set(listed) - names)]
        proofs, named, ids, photos = 0, set(), set(), {}
        for name in sorted(set(listed) & names):
            found = hash_of(bundle, name)
            if found != listed[name]:
                wrong.append(f"{name}: was changed")
            if "/照片/" in name:
                photos[name] = found
            if "/证明/" not in name:
                continue
            proofs += 1
            try:
                proof = read_proof(bundle.read(name).decode())
                check_proof(proof, trusted)
                named |= set(json.loads(proof["entry"]).get("attachments", []))
                ids.add(key_id(b64(proof["key"])))
            except (Wrong, Unreadable) as problem:
                wrong.append(f"{name}: {problem}")
    wrong += [f"{name}: no proof in the folder names this photo" for name, sha in photos.items() if sha not in named]
    say(f"{len(listed)} files, {proofs} proofs, {len(photos)} photos named by proved entries")
    return wrong, ids


def hash_of(bundle, name):
    hasher = hashlib.sha256()
    with bundle.open(name) as source:
        while piece := source.read(1 << 16):
            hasher.update(piece)
    return hasher.hexdigest()


def warn_about_key(trusted, ids):
    if trusted is None:
        say(f"NOTE        no --key given: compare the key id {', '.join(sorted(ids))} with the published one")


def check(arguments):
    """What the command line asks for; the exit code."""
    trusted = None
    if "--key" in arguments:
        at = arguments.index("--key")
        if at + 1 >= len(arguments):
            say(__doc__)
            return 2
        trusted = read_key(arguments[at + 1])
        arguments = arguments[:at] + arguments[at + 2 :]
    if len(arguments) == 2 and arguments[0] == "seals":
        wrong = check_export(arguments[1], trusted)
        for sentence in wrong:
            say(f"WRONG       {sentence}")
        if trusted is None:
            say("NOTE        no --key given: the seals agree with the keys in the export, whosever they are")
        say("FAILED" if wrong else "OK")
        return 1 if wrong else 0
    if len(arguments) == 2 and arguments[0] == "folder":
        wrong, ids = check_folder(arguments[1], trusted)
        for sentence in wrong:
            say(f"WRONG       {sentence}")
        warn_about_key(trusted, ids)
        say("FAILED" if wrong else "OK")
        return 1 if wrong else 0
    if len(arguments) != 1:
        say(__doc__)
        return 2
    given = arguments[0]
    is_text = given.startswith((PREFIX, "{")) or len(given) > 1000
    proof = read_proof(given if is_text else Path(given).read_text(encoding="utf-8"))
    for line in check_proof(proof, trusted):
        say(line)
    warn_about_key(trusted, {key_id(b64(proof["key"]))})
    say("OK")
    return 0


def main(arguments):
    try:
        return check(arguments)
    except Wrong as wrong:
        say(f"WRONG       {wrong}\nFAILED")
        return 1
    except (Unreadable, OSError, zipfile.BadZipFile) as problem:
        say(f"not readable: {problem}")
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError, OverflowError) as problem:
        say(f"not readable: a part is missing or of the wrong kind ({problem!r})")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
