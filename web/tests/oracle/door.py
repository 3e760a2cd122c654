"""Who may do what, worked out a second time, from door.txt and from nothing else.

Reads questions, one JSON object a line, and answers each with one line.

A question to the rules:
    {"who": {...}, "about": {"kind": "person", ...}, "fresh": true, "ask": ["read_person", ...]}
    -> ["yes", ...]         yes; again (after signing in again); no (nothing grants it);
                            never (something forbids it)
A question to the site:
    {"route": "get /people/{id}", "who": {...} or null, "token": false, "fresh": true,
     "about": [{"kind": "person", ...}, ...]}
    -> "open"               open; 403; 404; sign-in; again
Any other question:
    -> the routes of the table, each with what it is about and whether a fresh sign-in matters to
       it; and what is tried elsewhere
"""

import json
import pathlib
import sys

TABLE = pathlib.Path(__file__).with_name("door.txt")


def parts(text):
    return [part.strip() for part in text.split(",") if part.strip()]


def read_table(path):
    """The rows of each section, each a list of its columns."""
    sections, rows = {}, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            rows = sections.setdefault(line.strip("[]"), [])
        elif rows is None:
            raise SystemExit(f"{path}:{number}: a row before the first section")
        else:
            rows.append([column.strip() for column in line.split("|")])
    return sections


# What a condition of the table means. `w` is who asks, `a` what it is about.
CONDITIONS = {
    "own account": lambda w, a: a.get("holder") == w["id"],
    "own agency": lambda w, a: a.get("agency") is not None and a["agency"] == w["agency"],
    "in the partnership": lambda w, a: w["partnership"],
    "suspended": lambda w, a: not w["active"],
    "of a suspended agency": lambda w, a: not w["agency_active"],
    "to a suspended agency": lambda w, a: not a["active"],
    "of referrals": lambda w, a: a["of_referrals"],
    "about oneself": lambda w, a: a.get("about") == w["id"],
    "of somebody of the partnership": lambda w, a: a["of_partnership"],
    "falls to the asker": lambda w, a: a["falls_to_asker"],
    "both of own agency": lambda w, a: a["left"] == a["right"] == w["agency"],
    "decided by somebody else": lambda w, a: a.get("decided_by") not in (None, w["id"]),
    "held here": lambda w, a: a["agency"] == w["agency"],
    "known here": lambda w, a: w["agency"] in (a["agency"], a.get("referred_by")),
    "excluded": lambda w, a: a["excluded"],
    "works on it": lambda w, a: a["involved"],
    "on duty for it": lambda w, a: a["duty"],
    "agreed": lambda w, a: a["class"] in a["agreed"],
    "given by name": lambda w, a: a["class"] in a["given"],
    "broke the glass": lambda w, a: a["glass"],
    "of another MARAC": lambda w, a: a.get("other_marac", False),
    "on the perpetrator's side": lambda w, a: a["side"],
    "of the perpetrator": lambda w, a: a["perpetrator"],
    "second person": lambda w, a: a["second"],
    "asked for elsewhere": lambda w, a: a.get("opening_for") not in (None, w["agency"]),
}


class Door:
    def __init__(self, table):
        self.roles = {name: set(parts(roles)) for name, roles in table["roles"]}
        self.classes = {name: set(parts(classes)) for name, classes in table["classes"]}
        self.sets = {name: set(parts(names)) for name, names in table["sets"]}
        self.fresh = {name for row in table["fresh"] for name in parts(row[0])}
        self.kinds, self.grants, self.prohibitions = {}, {}, []
        for permission, kind, roles, conditions in table["may"]:
            if self.kinds.setdefault(permission, kind) != kind:
                raise SystemExit(f"{permission} is about two kinds of things")
            row = (self.names(roles), self.conditions(conditions))
            self.grants.setdefault(permission, []).append(row)
        for what, roles, conditions in table["never"]:
            row = (self.permissions(what), self.names(roles), self.conditions(conditions))
            self.prohibitions.append(row)
        self.routes = {
            " ".join(route.split()): (kind, parts(permissions), more == ["offered"])
            for route, kind, permissions, *more in table["routes"]
        }
        self.elsewhere = [" ".join(row[0].split()) for row in table["elsewhere"]]
        self.known = {kind: None if by == "-" else by for kind, by in table["known"]}
        named = self.fresh.union(*(row[0] for row in self.prohibitions))
        named.update(*(row[1] for row in self.routes.values()))
        unknown = named.union(*self.sets.values()) - set(self.kinds)
        if unknown:
            raise SystemExit(f"no row of [may] grants {sorted(unknown)}")

    def names(self, text):
        """Roles, with "operator" beside them, and names of groups of roles."""
        names = set()
        for name in parts(text):
            if name not in self.roles and name not in self.roles["everyone"] | {"operator"}:
                raise SystemExit(f"{name} is no role")
            names |= self.roles.get(name, {name})
        return names

    def permissions(self, text):
        if text == "everything":
            return set(self.kinds)
        return set().union(*(self.sets.get(name, {name}) for name in parts(text)))

    def conditions(self, text):
        """Functions of who asks and what it is about, all of which have to be true."""
        return [self.condition(words) for words in parts(text)]

    def condition(self, words):
        if words.startswith("not "):
            wanted = self.condition(words.removeprefix("not "))
            return lambda w, a: not wanted(w, a)
        if words.startswith("of class "):
            classes = self.classes[words.removeprefix("of class ")]
            return lambda w, a: a["class"] in classes
        return CONDITIONS[words]

    def may(self, who, permission, about, fresh):
        if about["kind"] != self.kinds[permission]:
            return "no"
        for permissions, roles, conditions in self.prohibitions:
            if permission in permissions and applies(roles, conditions, who, about):
                return "never"
        if not any(applies(*row, who, about) for row in self.grants[permission]):
            return "no"
        is_asked = permission in self.fresh and who["role"] != "operator"
        return "again" if is_asked and not fresh else "yes"

    def rows(self):
        """Each route, what it is about, and whether a fresh sign-in matters to it."""
        rows = []
        for route, (kind, permissions, is_offered) in self.routes.items():
            needs_fresh = not is_offered and not self.fresh.isdisjoint(permissions)
            rows.append([route, kind, needs_fresh])
        return rows

    def answer(self, route, who, abouts, fresh, token):
        """What the site answers. A token has no sign-in that could be fresh."""
        if who is None or not (who["active"] and who["agency_active"]):
            return "sign-in"
        permissions, is_offered = self.routes[route][1:]
        is_fresh = is_offered or fresh and not token
        for permission in permissions:
            answers = [self.has(who, permission, about, is_fresh) for about in abouts]
            if "yes" in answers:
                return "open"
            if "again" in answers:
                return "403" if token else "again"
        is_known = any(self.knows(who, permissions[0], about) for about in abouts)
        return "403" if is_known else "404"

    def has(self, who, permission, about, fresh):
        if about["kind"] != "person":
            return self.may(who, permission, about, fresh)
        if permission == "read_person":
            return "yes" if self.reads(who, about) else "no"
        of = "whereabouts" if permission in self.sets["of whereabouts"] else "identity"
        return self.may(who, permission, {**about, "class": of}, fresh)

    def reads(self, who, about):
        """Nobody is shown without who it is, and in which case or that there is a risk in one."""

        def may(of):
            return self.may(who, "read_person", {**about, "class": of}, True) == "yes"

        return may("identity") and (may("case") or may("risk_known"))

    def knows(self, who, permission, about):
        by = self.known[about["kind"]]
        if by is None or about.get("holder") == who["id"]:
            return True
        if by == permission:
            return False
        if by == "read_person":
            return self.reads(who, about)
        kind = self.kinds[by]
        return self.may(who, by, {**about, "kind": kind, "active": True}, True) == "yes"


def applies(roles, conditions, who, about):
    return who["role"] in roles and all(holds(who, about) for holds in conditions)


def main():
    door = Door(read_table(TABLE))
    for line in sys.stdin:
        question = json.loads(line)
        if "ask" in question:
            who, about, fresh = question["who"], question["about"], question["fresh"]
            answer = [door.may(who, permission, about, fresh) for permission in question["ask"]]
        elif "route" in question:
            keys = ("route", "who", "about", "fresh", "token")
            answer = door.answer(*(question[key] for key in keys))
        else:
            answer = {"routes": door.rows(), "elsewhere": door.elsewhere}
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
