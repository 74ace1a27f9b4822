"""Checks TwiML against the classes that Twilio generates from its own description: which verbs and attributes
exist, and what may stand in what. Reads a JSON list of documents; prints what is wrong with them, a line each."""

import inspect
import json
import re
import sys
import xml.etree.ElementTree as ElementTree

from twilio.twiml import messaging_response, voice_response


def camel_case(name):
    return re.sub("_(.)", lambda found: found.group(1).upper(), name.rstrip("_"))


def element_name(cls):
    return re.search(r'self\.name = "([^"]+)"', inspect.getsource(cls.__init__)).group(1)


def children(cls, module):
    """What may stand in an element: its methods each add a child, and their parameters are its attributes."""
    allowed = {}
    for name, method in inspect.getmembers(cls, inspect.isfunction):
        made = None if name.startswith("_") else re.search(r"self\.nest\(\s*(\w+)\(", inspect.getsource(method))
        if made and hasattr(module, made.group(1)):
            child = getattr(module, made.group(1))
            allowed[element_name(child)] = child, {camel_case(p) for p in inspect.signature(method).parameters}
    return allowed


def faults(element, cls, module):
    allowed = children(cls, module)
    for child in element:
        if child.tag not in allowed:
            yield f"<{child.tag}> cannot stand in <{element.tag}>"
            continue
        child_class, attributes = allowed[child.tag]
        yield from (f"<{child.tag}> has no attribute {name}" for name in child.attrib if name not in attributes)
        yield from faults(child, child_class, module)


for document in json.load(sys.stdin):
    root = ElementTree.fromstring(document)
    is_reply = root.find("Message") is not None
    module = messaging_response if is_reply else voice_response
    top = module.MessagingResponse if is_reply else module.VoiceResponse
    for fault in faults(root, top, module):
        print(f"{fault}: {document}")
