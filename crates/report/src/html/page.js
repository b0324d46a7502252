"use strict";
// Shows the findings of the page's data, and answers its search and its filters. Whatever comes from the scanned files
// becomes text nodes, never markup.
(() => {
  const PAGE = 50;
  // What the eye does not see or what turns the direction of the writing is shown by its number.
  const ODD = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
  const LEVELS = ["High", "Medium", "Low", "Undefined"];

  const find = (id) => document.getElementById(id);
  const { rules, files, findings } = JSON.parse(find("data").textContent);

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    for (const child of children) made.append(typeof child === "string" ? text(child) : child);
    return made;
  }

  function text(string) {
    if (!ODD.test(string)) return document.createTextNode(string);
    const made = document.createDocumentFragment();
    for (const character of string) {
      if (!ODD.test(character)) {
        made.append(character);
        continue;
      }
      const number = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      const odd = document.createElement("span");
      odd.className = "odd";
      odd.textContent = `U+${number}`;
      made.append(odd);
    }
    return made;
  }

  /** Text in which backticks mark code. */
  function prose(string) {
    const made = document.createDocumentFragment();
    string.split("`").forEach((part, at) => made.append(at % 2 ? element("code", "", part) : text(part)));
    return made;
  }

  function link(label, address) {
    const made = element("a", "", label);
    made.href = address;
    made.rel = "noopener noreferrer";
    return made;
  }

  // ---- What can be filtered by: a question to a finding, and the answers that are chosen.

  const facets = [
    { name: "Severity", of: (finding) => finding.severity, label: (level) => LEVELS[level] },
    { name: "Confidence", of: (finding) => finding.confidence, label: (level) => LEVELS[level] },
    { name: "State", of: (finding) => finding.state ?? "reported", label: (state) => state },
    { name: "Rule", of: (finding) => finding.rule, label: (rule) => `${rules[rule].id} ${rules[rule].title.replaceAll("`", "")}` },
    { name: "File", of: (finding) => finding.file, label: (file) => files[file], tail: true },
  ];
  const states = facets[2];
  for (const facet of facets) {
    facet.chosen = new Set();
    facet.total = new Map();
    for (const finding of findings) {
      const answer = facet.of(finding);
      facet.total.set(answer, (facet.total.get(answer) ?? 0) + 1);
    }
  }
  const chooseReported = () => states.total.size > 1 && states.chosen.add("reported");
  chooseReported();

  // ---- Search: all words, in any order, anywhere in what a finding says.

  const texts = findings.map((finding) => {
    const rule = rules[finding.rule];
    const code = finding.code.map((line) => line.text).join("\n");
    return [files[finding.file], rule.id, rule.name, rule.title, finding.message, finding.cwe ? `CWE-${finding.cwe}` : "", code]
      .join("\n")
      .toLowerCase();
  });

  let shown = [];
  let drawn = 0;
  // How many findings are in the states that are chosen: those that are not reported count only when asked for.
  let total = 0;

  function answer() {
    const words = find("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const counts = facets.map(() => new Map());
    shown = [];
    total = findings.filter((finding) => !states.chosen.size || states.chosen.has(states.of(finding))).length;
    findings.forEach((finding, at) => {
      if (!words.every((word) => texts[at].includes(word))) return;
      // A finding counts for a facet where all the others let it through.
      let refusals = 0;
      let refusing = -1;
      const answers = facets.map((facet, number) => {
        const given = facet.of(finding);
        if (facet.chosen.size && !facet.chosen.has(given)) {
          refusals += 1;
          refusing = number;
        }
        return given;
      });
      if (refusals === 0) shown.push(at);
      answers.forEach((given, number) => {
        if (refusals === 0 || (refusals === 1 && refusing === number)) {
          counts[number].set(given, (counts[number].get(given) ?? 0) + 1);
        }
      });
    });
    if (find("order").value === "grave") {
      const rank = (at) => findings[at].severity * 4 + findings[at].confidence;
      shown.sort((one, other) => rank(one) - rank(other) || one - other);
    }
    facets.forEach((facet, number) => drawFacet(facet, counts[number]));
    drawn = 0;
    find("list").replaceChildren();
    draw(PAGE);
  }

  // ---- Drawing.

  const MOST = 60;

  function drawFacet(facet, counts) {
    const all = [...facet.total.keys()];
    const by = typeof all[0] === "number" && facet.label(0) === "High" ? (one, other) => one - other
      : (one, other) => (counts.get(other) ?? 0) - (counts.get(one) ?? 0) || (one < other ? -1 : 1);
    all.sort(by);
    // What is chosen stays in sight.
    const listed = all.filter((given, at) => at < MOST || facet.chosen.has(given));
    const focused = document.activeElement?.dataset?.key;
    const rows = listed.map((given) => {
      const box = element("input");
      box.type = "checkbox";
      box.checked = facet.chosen.has(given);
      box.dataset.key = `${facet.name} ${given}`;
      box.addEventListener("change", () => {
        if (!facet.chosen.delete(given)) facet.chosen.add(given);
        answer();
      });
      const label = facet.label(given);
      const name = element("span", facet.tail ? "name tail" : "name");
      // In a box that shows its end, an isolate keeps the name's own direction.
      name.append(facet.tail ? element("bdi", "", label) : text(label));
      const row = element("label", counts.has(given) ? "" : "none", box, name, element("span", "count", format(counts.get(given) ?? 0)));
      row.title = name.textContent;
      return row;
    });
    if (listed.length < all.length) rows.push(element("p", "", `and ${format(all.length - listed.length)} more: search for them`));
    facet.box.replaceChildren(...rows);
    if (focused) facet.box.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  const format = (number) => number.toLocaleString("en");

  function draw(count) {
    const list = find("list");
    const next = shown.slice(drawn, drawn + count);
    list.append(...next.map((at) => drawFinding(findings[at])));
    drawn += next.length;
    const rest = shown.length - drawn;
    find("more").hidden = rest === 0;
    find("more").textContent = `Show ${format(Math.min(rest, PAGE))} more of ${format(rest)}`;
    const all = shown.length === total ? "" : ` of ${format(total)}`;
    find("tally").textContent = `${format(shown.length)}${all} finding${total === 1 ? "" : "s"}`;
  }

  function drawFinding(finding) {
    const rule = rules[finding.rule];
    const level = LEVELS[finding.severity];
    const tags = element("div", "tags", element("span", "badge", level), element("span", "rule", rule.id));
    tags.append(element("span", "", `${LEVELS[finding.confidence].toLowerCase()} confidence`));
    if (finding.cwe) tags.append(link(`CWE-${finding.cwe}`, `https://cwe.mitre.org/data/definitions/${finding.cwe}.html`));
    if (finding.state) tags.append(element("span", "", `not reported: ${finding.why}`));
    const cell = finding.cell ? `cell ${finding.cell}, line ` : "";
    const place = `${files[finding.file]}:${cell}${finding.line}:${finding.column}`;
    const head = element("div", "head", tags, element("h2", "", finding.message), element("div", "place", place));
    const item = element("li", level.toLowerCase(), head);
    if (finding.code.length) item.append(element("pre", "", ...finding.code.map(drawLine)));
    const advice = element("p", "", element("b", "", finding.fix ? "Fix: " : "Instead: "), prose(finding.fix ?? rule.advice));
    if (finding.fix) advice.append(element("span", "", " (", element("code", "", "--fix"), " does it)"));
    const pages = element("p", "", element("code", "", `stockade explain ${rule.id}`));
    if (rule.address) pages.append(" · ", link("Bandit's manual", rule.address));
    item.append(element("div", "advice", advice, pages));
    return item;
  }

  function drawLine(line) {
    const row = element("span", line.mark ? "row hit" : "row", element("span", "number", line.number ? String(line.number) : "…"));
    if (line.mark) {
      const [start, end] = line.mark;
      row.append(text(line.text.slice(0, start)), element("mark", "", line.text.slice(start, end)), text(line.text.slice(end)));
    } else {
      row.append(text(line.text));
    }
    row.append("\n");
    return row;
  }

  // ---- Controls.

  for (const facet of facets) {
    facet.box = element("div", "choices");
    const set = element("fieldset", "", element("legend", "", facet.name), facet.box);
    set.hidden = facet === states && states.total.size < 2;
    find("facets").append(set);
  }
  find("search").addEventListener("input", answer);
  find("order").addEventListener("change", answer);
  find("more").addEventListener("click", () => {
    const before = drawn;
    draw(PAGE);
    // Whoever came by keyboard goes on where the new ones begin.
    const first = find("list").children[before];
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  });
  find("filters").addEventListener("submit", (event) => event.preventDefault());
  find("filters").addEventListener("reset", () => {
    for (const facet of facets) facet.chosen.clear();
    chooseReported();
    // The fields are empty after this event.
    setTimeout(answer);
  });
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      find("search").focus();
    }
  });
  addEventListener("beforeprint", () => draw(shown.length));

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const nameTheme = () => { find("theme").textContent = isDark() ? "Light" : "Dark"; };
  find("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
  });
  dark.addEventListener("change", nameTheme);
  nameTheme();

  for (const part of [find("theme"), find("filters"), document.querySelector("main")]) part.hidden = false;
  answer();
})();
