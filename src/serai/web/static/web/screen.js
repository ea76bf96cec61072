// A screen on site. It asks for its own page again and again, and between answers works out by itself what is
// on: all that it needs for today and the next day came with the page. While the network is lost it goes on
// with what it knows and says since when; nothing that isn't a screen ever takes its place.
"use strict";
{
  const EVERY = 30_000, TURN = 20_000, PATIENCE = 10_000, PAGE = 12_000, LATER = 6;
  const root = document.documentElement;
  const own = location.pathname + location.search;
  const known = new Map(); // what each address said last: the screen takes turns in languages offline too
  let ahead = 0; // how far the server's clock is ahead of ours
  let lostAt = null;
  let turn = 0;

  const part = (id) => document.getElementById(id);
  const screen = () => part("screen");
  const now = () => Date.now() + ahead;
  const local = (moment, options) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: screen().dataset.zone, ...options }).format(moment);
  const clock = (moment) => local(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = (moment) => local(moment, { year: "numeric", month: "2-digit", day: "2-digit" });

  const addresses = [own, ...screen().dataset.turns.split(" ").filter(Boolean)];

  // What is on, and what comes: in the hall the next of each room, in a room the next few.
  const slots = () => [...part("known").content.querySelectorAll(".slot")];
  const running = (slot, at) => Number(slot.dataset.starts) <= at && at < Number(slot.dataset.ends);
  const coming = (at) => {
    const rest = slots().filter((slot) => Number(slot.dataset.starts) > at);
    if ("oneRoom" in screen().dataset) return rest.slice(0, LATER);
    const seen = new Set();
    return rest.filter((slot) => {
      const { room } = slot.dataset;
      if (slot.dataset.day !== rest[0].dataset.day || seen.has(room)) return false;
      return seen.add(room);
    });
  };

  const fill = (list, found, today) => {
    const named = (slot) => `${slot.dataset.starts} ${slot.dataset.room} ${slot.textContent}`;
    const wanted = found.map(named).join("\n");
    if (list.dataset.shown === wanted) return;
    list.dataset.shown = wanted;
    list.replaceChildren(...found.map((slot) => document.importNode(slot, true)));
    for (const slot of list.children) slot.classList.toggle("other-day", slot.dataset.day !== today);
    list.scrollTop = 0;
  };

  const draw = () => {
    const at = now(), today = day(at);
    part("clock").textContent = clock(at);
    const on = slots().filter((slot) => running(slot, at)), next = coming(at);
    fill(part("now"), on, today);
    fill(part("next"), next, today);
    part("nothing").hidden = on.length > 0;
    part("coming").hidden = next.length === 0;
    for (const id of ["changes", "news"]) {
      const items = [...part(id).querySelectorAll("li")];
      for (const item of items) item.hidden = Number(item.dataset.ends || Infinity) <= at;
      part(id).hidden = items.every((item) => item.hidden);
    }
    part("lost").hidden = lostAt === null;
    if (lostAt !== null) part("since").textContent = clock(lostAt);
    for (const list of lists()) mark(list);
  };

  const show = (page) => {
    root.lang = page.documentElement.lang;
    root.dir = page.documentElement.dir;
    const styles = page.querySelector('link[href*="bootstrap"]');
    document.querySelector('link[href*="bootstrap"]').href = styles.getAttribute("href");
    screen().replaceWith(document.importNode(page.getElementById("screen"), true));
    draw();
  };

  const ask = async (address) => {
    const answer = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("screen")) throw new Error("not a screen");
    const sent = Date.parse(answer.headers.get("Date"));
    const apart = sent - Date.now();
    if (sent && !("preview" in screen().dataset)) ahead = Math.abs(apart) < 2000 ? 0 : apart; // sent in whole seconds
    return page;
  };

  const scripts = (page) => [...page.querySelectorAll("script[src]")].map((script) => script.getAttribute("src")).join();

  const refresh = async () => {
    const address = addresses[turn % addresses.length];
    turn += 1;
    try {
      const page = await ask(address);
      lostAt = null;
      if (scripts(page) !== scripts(document)) return location.reload(); // the site itself was renewed
      known.set(address, page);
    } catch {
      lostAt ??= now();
    }
    if (known.has(address)) show(known.get(address));
    else draw();
  };

  // A list that is longer than its place is leafed through, from one entry that is cut off to the next.
  const lists = () => document.querySelectorAll(".slots, #changes ol");
  const mark = (list) => {
    list.classList.toggle("is-longer", list.scrollHeight > list.clientHeight + 4);
    list.classList.toggle("is-at-end", list.scrollTop + list.clientHeight >= list.scrollHeight - 4);
  };
  const leaf = () => {
    for (const list of lists()) {
      const bottom = list.getBoundingClientRect().bottom;
      const cut = [...list.children].find((entry) => entry.getBoundingClientRect().bottom > bottom + 4);
      if (cut) cut.scrollIntoView({ block: "start", behavior: "smooth" });
      else list.scrollTop = 0;
    }
  };

  if ("preview" in screen().dataset) ahead = Number(screen().dataset.at) - Date.now();
  root.classList.add("runs");
  draw();
  const again = async () => {
    await refresh();
    root.dataset.asked = String(turn);
    setTimeout(again, addresses.length > 1 ? TURN : EVERY);
  };
  setTimeout(again, 1000);
  setInterval(draw, 1000);
  setInterval(leaf, PAGE);
}
