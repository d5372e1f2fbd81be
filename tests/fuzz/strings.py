"""500 texts that try to be more than text: made of a list of attacks and of what attackers wrap them in."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from graph_models.fields import MAX_ID, MAX_NAME

ATTACKS: tuple[str, ...] = (
    # Cypher
    "'", '"', "`", "\\", "''", "\\'", "\\\\'", "'}) DETACH DELETE n //", '"}) DETACH DELETE n //',
    "`}) DETACH DELETE n //", "}) DETACH DELETE n", "') MATCH (n) DETACH DELETE n //",
    "x'}) MATCH (n) DETACH DELETE n RETURN 1 //", "' OR 1=1 //", "' OR true WITH 1 AS x MATCH (n) DETACH DELETE n //",
    "'; MATCH (n) SET n.name = 'owned';", "$id", "$reach", "$rows[0].id", "$param", "{{$param}}", "$`id`", "\\u0027",
    "\\u0022}) DETACH DELETE n //", "\\u0060", "\\u005Cu0027", "// end", "/* open", "*/ RETURN 1", "-- end",
    "' CALL apoc.cypher.run('MATCH (n) DETACH DELETE n', {})", "' CALL db.labels() YIELD label RETURN label //",
    "CALL dbms.shutdown()", "CALL { MATCH (n) DETACH DELETE n }",
    "' LOAD CSV FROM 'http://localhost:1/x' AS line CREATE (:Owned) //",
    "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "' UNION MATCH (n) RETURN n //", "a`:Owned {x: 1}", "n:Owned",
    "[:OWNS*]", "null", "NULL", "'+null+'", "toString(1)", "EXPLAIN MATCH (n) RETURN n", "CREATE (:Owned)",
    "'}) CREATE (:Owned {id: '", "MERGE (o:Owned)", "FOREACH (x IN [1] | CREATE (:Owned))", "1 RETURN 1", "true",
    "-1", "1e309", "NaN", "0x41", "[]", "{}", "{id: 'wang'}",
    # SQL
    "'; DROP TABLE accounts; --", "1' OR '1'='1", "' UNION SELECT NULL--", "admin'--", "%' AND 1=1--", "_%",
    # HTML and scripts
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "&lt;b&gt; &amp; &#39;",
    "<!--", "]]>", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    "</textarea>",
    # formats and templates
    "%s%s%n", "%(id)s", "{0}", "{id}", "{graph.driver}", "${7*7}", "{{7*7}}", "#{7*7}", "<%= 7*7 %>",
    "${jndi:ldap://localhost/x}", "{{''.__class__.__mro__}}", "$(id)", "`id`", "; ls -la", "| cat /etc/passwd",
    "&& reboot",
    # paths and addresses
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd", "http://localhost:7474", ".",
    "..", "C:\\CON", "%2e%2e%2f", "?account_id=lanjiang", "#fragment", "&owner=li", "a/b", "//", "/assessments",
    "wang/assessments",
    # spreadsheets
    "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1,1)", '=HYPERLINK("http://localhost","x")',
    # lines and characters
    "a\r\nSet-Cookie: a=b", "a\nb", "a\tb", "\u2028x\u2029", "a\u200bb", "\ufeffx", "\u202egnp.exe", "e\u0301",
    "\u00e9", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    "Z\u0351\u0327\u0300\u0317", "İı", "ß", "ﬀ", "王建国", "שלום", "مرحبا", "\u0130", "\U0010ffff", "\ufffd", "\ufffe",
    "\u0085x", "a\u00a0b", "\u00ad", "a;b", "a,b", "a|b", 'a""b', "“quoted”", "\u02bc\u2019\uff07",
    # what no text may hold
    "\x00", "a\x00b", "\x1b[31mred", "\x07\x08", "\x7f", "\ud800", "a\udfffb",
    # sizes
    "'" * MAX_ID, "\U0001f600" * MAX_ID, "a" * (MAX_ID + 1), "`'" * (MAX_NAME // 2), "界" * MAX_NAME,
    "\"" * (MAX_NAME + 1),
)  # fmt: skip

WRAPPINGS: tuple[str, ...] = ("x%", "%//", "' % '", "\u200b%\u202e", "  %\t", "(%)", "%%")
"""Around an attack, which stands where the % is."""


def _variations() -> list[str]:
    """Every attack in every wrapping, percent-encoded, with its quotes as escapes, and in the other case."""
    wrapped = [attack.join(wrapping.split("%")) for attack in ATTACKS for wrapping in WRAPPINGS]
    short = [attack for attack in ATTACKS if not is_refused(attack, 100)]
    encoded = [quote(attack, safe="") for attack in short]
    escaped = [re.sub(r"['\"`\\]", lambda mark: f"\\u{ord(mark[0]):04x}", attack) for attack in short]
    return [*encoded, *escaped, *wrapped, *(attack.swapcase() for attack in short)]


def is_refused(text: str, longest: int = MAX_NAME) -> bool:
    """Must a text of this length at most be refused? Written down here once more, from the documented rules."""
    return not 1 <= len(text) <= longest or bool(re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", text))


def is_refused_as_id(text: str) -> bool:
    """Must an id be refused? White space around it is dropped before."""
    return is_refused(text.strip(), MAX_ID) or text.strip() in (".", "..") or "\n" in text.strip()


def _different(texts: Iterable[str]) -> list[str]:
    """Those that are not the same without the white space around them: ids and cells are stripped."""
    return list({text.strip(): text for text in texts if text.strip()}.values())


def _chosen() -> list[str]:
    """All attacks as they are, and of their variations as many, spread evenly, as it takes to make 500."""
    attacks = _different(ATTACKS)
    others = [text for text in _different(_variations()) if text.strip() not in {attack.strip() for attack in attacks}]
    missing = 500 - len(attacks)
    return attacks + [others[number * len(others) // missing] for number in range(missing)]


STRINGS: tuple[str, ...] = tuple(_chosen())
