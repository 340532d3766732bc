#!/usr/bin/env python3
"""A batch's page as Chromium shows it with the network off: light, dark, as wide as a phone, and printed. Counts requests, messages on
the console, and elements that are cut off or reach out of the window; keeps a picture of each view.

    pip install websocket-client
    Benchmarks/run page PAGE.html [--pictures DIR] [--chromium PROGRAM]

Exits with 1 if anything was requested, logged or cut."""
import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

import websocket

# Elements whose box leaves the window sideways, or whose text does not fit into them and cannot be scrolled to.
CUT = """(() => { const cut = [], wide = document.documentElement.clientWidth;
  for (const one of document.body.querySelectorAll('*')) {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    if (!box.width || style.visibility === 'hidden' || style.position === 'absolute') continue;
    let scrolls = false;
    for (let up = one; up; up = up.parentElement) if (/auto|scroll/.test(getComputedStyle(up).overflowX)) scrolls = true;
    if (!scrolls && (box.right > wide + 1 || box.left < -1)) cut.push(one.tagName + ' out of the window: ' + one.textContent.slice(0, 40));
    if (/hidden|clip/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1) cut.push(one.tagName + ' cut: ' + one.textContent.slice(0, 40));
  }
  if (document.documentElement.scrollWidth > wide + 1) cut.push('the page is ' + document.documentElement.scrollWidth + ' px wide');
  return cut; })()"""


class Tab:
    """One tab of Chromium, over its debugging protocol."""

    def __init__(self, port):
        for _ in range(100):
            try:
                tabs = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json"))
                break
            except OSError:
                time.sleep(0.1)
        place = next(tab for tab in tabs if tab["type"] == "page")["webSocketDebuggerUrl"]
        self.socket, self.number, self.events = websocket.create_connection(place, suppress_origin=True), 0, []

    def call(self, method, **words):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": words}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def until(self, method):
        while not any(event["method"] == method for event in self.events):
            self.events.append(json.loads(self.socket.recv()))


def view(tab, page, width, scheme, media=""):
    tab.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
    tab.call("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])
    tab.events = []
    tab.call("Page.navigate", url="file://" + page)
    tab.until("Page.loadEventFired")
    cut = tab.call("Runtime.evaluate", expression=CUT, returnByValue=True)["result"]["value"]
    requests = [event["params"]["request"]["url"] for event in tab.events if event["method"] == "Network.requestWillBeSent"]
    logged = [event["params"] for event in tab.events if event["method"] in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")]
    # Parts below the window are drawn only when it reaches them.
    height = min(8000, int(tab.call("Page.getLayoutMetrics")["cssContentSize"]["height"]))
    tab.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)
    time.sleep(0.5)
    cut += tab.call("Runtime.evaluate", expression=CUT, returnByValue=True)["result"]["value"]
    shot = tab.call("Page.captureScreenshot")
    # The page itself, its pictures inside it, and neighbours on this disk are no requests.
    return [url for url in requests if not url.startswith(("file:", "data:"))], logged, cut, base64.b64decode(shot["data"])


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("page")
    words.add_argument("--pictures", help="folder for a PNG of each view, and the print as PDF")
    words.add_argument("--chromium", default="chromium")
    words = words.parse_args()
    page = os.path.abspath(words.page)
    with tempfile.TemporaryDirectory() as folder:
        # Without a network of its own Chromium could not be reached; names lead nowhere instead.
        program = subprocess.Popen(
            [words.chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=9333", "--no-first-run",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wrong = 0
        try:
            tab = Tab(9333)
            for domain in ("Page", "Network", "Log", "Runtime"):
                tab.call(domain + ".enable")
            for name, width, scheme, media in (("light", 1200, "light", ""), ("dark", 1200, "dark", ""), ("phone", 390, "light", ""),
                                               ("phone-dark", 390, "dark", ""), ("print", 800, "light", "print")):
                requests, logged, cut, shot = view(tab, page, width, scheme, media)
                print(f"{name}: {len(requests)} requests, {len(logged)} messages, {len(cut)} cut")
                for line in requests + [json.dumps(one)[:200] for one in logged] + cut[:10]:
                    print("   ", line)
                wrong += len(requests) + len(logged) + len(cut)
                if words.pictures:
                    os.makedirs(words.pictures, exist_ok=True)
                    with open(os.path.join(words.pictures, name + ".png"), "wb") as file:
                        file.write(shot)
            if words.pictures:
                with open(os.path.join(words.pictures, "print.pdf"), "wb") as file:
                    file.write(base64.b64decode(tab.call("Page.printToPDF", printBackground=True)["data"]))
        finally:
            program.terminate()
            program.wait()
    sys.exit(1 if wrong else 0)


main()
