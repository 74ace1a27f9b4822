"""Reads what is published with libraries that others wrote: ntfpy for ntfy, gotify for Gotify.

The servers of both are not to be had as packages. What stands in for them here passes messages on as their
documentation says, and refuses what it does not allow; the readers are real. Prints its port, then what was read.
"""

import asyncio
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

published = Queue()
read = Queue()

# https://docs.ntfy.sh/publish/#publish-as-json and /publish/#action-buttons
NTFY = {"topic": str, "message": str, "title": str, "priority": int, "tags": list, "click": str, "actions": list}
ACTION = {"action": str, "label": str, "url": str, "clear": bool}
# https://gotify.net/api-docs, createMessage
GOTIFY = {"message": str, "title": str, "priority": int, "extras": dict}


def check(document, fields, needed):
    for name, value in document.items():
        if not isinstance(value, fields.get(name, ())):
            raise ValueError(f"{name} is not as documented: {value!r}")
    for name in needed:
        if not document.get(name):
            raise ValueError(f"{name} is missing")


def ntfy_message(body):
    check(body, NTFY, ["topic"])
    if not 1 <= body.get("priority", 3) <= 5 or len(body.get("actions", [])) > 3:
        raise ValueError("priority or number of actions")
    for action in body.get("actions", []):
        check(action, ACTION, ["action", "label", "url"])
    actions = [{"id": f"a{at}", **action} for at, action in enumerate(body.get("actions", []))]
    kept = {name: value for name, value in body.items() if name != "actions"}
    told = {"id": "hwQ2YpKdmg", "time": 1795572000, "event": "message", **kept}
    return {**told, "actions": actions} if actions else told


def gotify_message(body):
    check(body, GOTIFY, ["message"])
    return {"id": 25, "appid": 5, "date": "2026-11-23T03:00:00Z", **body}


class Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *_):
        pass

    def answer(self, status, document):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(document).encode())

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        try:
            message = gotify_message(body) if self.path == "/message" else ntfy_message(body)
        except ValueError as problem:
            return self.answer(400, {"error": str(problem)})
        published.put(message)
        self.answer(200, message)

    def do_GET(self):
        if self.path == "/message":
            return self.answer(200, {"messages": [published.get()], "paging": {"limit": 100}})
        # https://docs.ntfy.sh/subscribe/api/#subscribe-as-json-stream
        topic = self.path.split("/")[1]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"event": "open", "topic": topic}).encode() + b"\n")
        message = published.get()
        if message["topic"] == topic:
            self.wfile.write(json.dumps(message).encode() + b"\n")


def read_ntfy(url):
    from ntfpy import raw_subscribe

    def handler(message):
        read.put({name: value for name, value in vars(message).items() if value is not None})

    asyncio.run(raw_subscribe(url, "ana-9f3k", handler=handler))


def read_gotify(url):
    from gotify import Gotify

    # The server answers once there is something to read.
    read.put(Gotify(base_url=url, client_token="C1").get_messages()["messages"][0])


server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
reader = read_ntfy if sys.argv[1] == "ntfy" else read_gotify
threading.Thread(target=reader, args=[url], daemon=True).start()
print(url, flush=True)
print(json.dumps(read.get(timeout=60), default=str), flush=True)
