# SPDX-License-Identifier: GPL-3.0-or-later
"""Every parameter of the contract with a value that the server takes, out of data/openapi.json."""

import copy
import json
import uuid

import tools

# What the document has no example of that fits the attacked server.
VALUES = {"cursor": "", "limit": "5", "since": "2026-01-01T00:00:00Z",
          "until": "2027-01-01T00:00:00Z", "q": "payout", "name": "a.bin", "offset": "0"}
# Ending the session that attacks, or changing its password, would end the attack.
NOT_ATTACKED = {("delete", "/v1/sessions/current"), ("put", "/v1/me/password"),
                ("get", "/v1/events"), ("post", "/v1/attachments"),
                ("put", "/v1/attachments/{id}")}


class Call:
    """One of the contract's: a method, a path, the id in it, a query's values, a body or None."""

    def __init__(self, method, path, ident, query, body):
        self.method, self.path, self.id, self.query, self.body = method, path, ident, query, body

    def uri(self, base, mark=""):
        """@mark stands behind every value, that of the path, too."""
        path = self.path.replace("{id}", self.id + mark)
        query = "&".join(f"{name}={value}{mark}" for name, value in self.query.items())
        return f"{base}{path}" + (f"?{query}" if query else "")

    def has_values(self):
        return "{id}" in self.path or bool(self.query) or self.body is not None


def calls(ticket):
    """All but those that would end the attack; @ticket: the id that stands in paths."""
    document = json.loads(tools.DOCUMENT.read_text(encoding="utf-8"))

    def resolve(thing):
        while "$ref" in thing:
            place = document
            for step in thing["$ref"].removeprefix("#/").split("/"):
                place = place[step]
            thing = place
        return thing

    for path, item in document["paths"].items():
        for method, call in item.items():
            if method not in ("get", "post", "put", "patch", "delete") \
                    or (method, path) in NOT_ATTACKED:
                continue
            parameters = [resolve(one) for one in
                          call.get("parameters", []) + item.get("parameters", [])]
            query = {one["name"]: value(one["name"], resolve(one["schema"]))
                     for one in parameters if one["in"] == "query"}
            content = call.get("requestBody", {}).get("content", {})
            body = None
            if "application/json" in content:
                shape = resolve(content["application/json"]["schema"])
                body = copy.deepcopy(shape["examples"][0])
                body.pop("id", None)
            yield Call(method, path, ticket, query, body)


def value(name, schema):
    if name in VALUES:
        return VALUES[name]
    words = schema.get("enum") or schema.get("items", {}).get("enum")
    return words[0] if words else str(uuid.uuid4())
