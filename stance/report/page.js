"use strict";

const PAIRS_A_PAGE = 15;
const STANCES_A_PAGE = 200;

const data = JSON.parse(document.getElementById("data").textContent);
const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;
const number = new Intl.NumberFormat("en");

/** An element with text or children; never HTML, since all words here come from articles. */
function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  Object.assign(node, properties);
  node.append(...children);
  return node;
}

function speakerName(speaker) {
  return speaker ?? data.author;
}

function speakerNode(speaker) {
  return speaker === null ? element("em", {}, data.author) : speaker;
}

/** A table that can be sorted by its headers and is shown a page at a time. */
class Listing {
  /**
   * @param {HTMLElement} section holds the table, the pager and the count
   * @param {Array} rows
   * @param {number} size rows a page
   * @param {Array<function>} keys what each sortable column is sorted by
   * @param {function} cells a row -> the contents of its cells
   */
  constructor(section, rows, size, keys, cells) {
    Object.assign(this, { rows, size, keys, cells, all: rows.length, first: 0, column: null });
    this.body = section.querySelector("tbody");
    this.count = section.querySelector(".count");
    this.pager = section.querySelector(".pager");
    this.headers = [...section.querySelectorAll("th")];
    this.headers.forEach((header, column) =>
      header.querySelector("button")?.addEventListener("click", () => this.sort(column)),
    );
    this.pager.querySelector(".previous").addEventListener("click", () => this.turn(-1));
    this.pager.querySelector(".next").addEventListener("click", () => this.turn(1));
    this.show(rows);
  }

  show(rows) {
    this.rows = [...rows];
    this.first = 0;
    this.arrange();
    this.draw();
  }

  sort(column) {
    this.descending = this.column === column && !this.descending;
    this.column = column;
    for (const [place, header] of this.headers.entries()) {
      if (header.hasAttribute("aria-sort")) {
        const direction = this.descending ? "descending" : "ascending";
        header.setAttribute("aria-sort", place === column ? direction : "none");
      }
    }
    this.first = 0;
    this.arrange();
    this.draw();
  }

  arrange() {
    if (this.column === null) return;
    const key = this.keys[this.column];
    const sign = this.descending ? -1 : 1;
    this.rows.sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      return sign * (typeof a === "number" && typeof b === "number" ? a - b : order(a, b));
    });
  }

  turn(pages) {
    this.first += pages * this.size;
    this.draw();
    this.body.closest("section").scrollIntoView();
  }

  draw() {
    const names = this.headers.map((header) => header.textContent.trim());
    const page = this.rows.slice(this.first, this.first + this.size);
    this.body.replaceChildren(
      ...page.map((row) => {
        // The roles keep it a table for screen readers where a phone's style unmakes it.
        const line = element("tr");
        line.setAttribute("role", "row");
        this.cells(row).forEach((contents, place) => {
          const cell = element("td", { dir: "auto" }, ...[contents].flat());
          cell.setAttribute("role", "cell");
          // Where a phone stacks the cells, each one carries its column's name.
          cell.dataset.name = names[place];
          line.append(cell);
        });
        return line;
      }),
    );
    const last = this.first + page.length;
    const paged = page.length < this.rows.length;
    const range = paged ? `${number.format(this.first + 1)}–${number.format(last)} of ` : "";
    const total = this.rows.length < this.all ? ` (of ${number.format(this.all)} in all)` : "";
    this.count.textContent = `${range}${number.format(this.rows.length)} shown${total}`;
    this.pager.hidden = this.rows.length <= this.size;
    this.pager.querySelector(".previous").disabled = this.first === 0;
    this.pager.querySelector(".next").disabled = last >= this.rows.length;
  }
}

/* Stances: [article, claim, speaker, target, stance, probability, sentiment, text] */

const inputs = Object.fromEntries(
  ["speaker", "target", "stance", "words"].map((name) => [
    name,
    document.getElementById(`by-${name}`),
  ]),
);

function articleNode(article, claim) {
  const name = data.articles[article];
  if (article >= data.marked) {
    return element("span", { title: "The text of this article is left out of this page" }, name);
  }
  const mark = `a${article}c${claim}`;
  const href = document.getElementById(mark) ? `#${mark}` : `#a${article}`;
  return element("a", { href }, name);
}

function narratedNode() {
  const title = "Narrated by the article, outside any claim";
  return element("span", { className: "badge", title }, "article");
}

const stances = new Listing(
  document.getElementById("stances"),
  data.rows,
  STANCES_A_PAGE,
  [
    (row) => data.articles[row[0]],
    (row) => speakerName(row[2]),
    (row) => row[3] ?? "",
    (row) => row[4] ?? "",
    (row) => row[5] ?? -1,
    (row) => row[6] ?? "",
    (row) => row[7] ?? "",
  ],
  ([article, claim, speaker, target, stance, probability, sentiment, text]) => [
    articleNode(article, claim),
    claim === null
      ? [speakerNode(speaker), " ", narratedNode()]
      : speakerNode(speaker),
    target ?? "",
    stance ? element("span", { className: `chip ${stance}` }, stance) : "",
    probability === null ? "" : `${Math.round(probability * 100)}%`,
    sentiment ?? "",
    text ?? "",
  ],
);

/** Whether a name fits what was typed: a part of it or, in double quotes, the whole. */
function nameTest(typed) {
  const wanted = typed.trim().toLowerCase();
  if (wanted.length > 2 && wanted.startsWith('"') && wanted.endsWith('"')) {
    const whole = wanted.slice(1, -1);
    return (name) => name.toLowerCase() === whole;
  }
  return (name) => name.toLowerCase().includes(wanted);
}

function filter() {
  const speaker = nameTest(inputs.speaker.value);
  const target = nameTest(inputs.target.value);
  const kinds = { all: null, opinionated: ["support", "oppose"] }[inputs.stance.value];
  const stance = kinds === undefined ? [inputs.stance.value] : kinds;
  const words = inputs.words.value.trim().toLowerCase();
  stances.show(
    data.rows.filter(
      (row) =>
        (stance === null || stance.includes(row[4])) &&
        speaker(speakerName(row[2])) &&
        target(row[3] ?? "") &&
        [data.articles[row[0]], speakerName(row[2]), row[3], row[7]].some((field) =>
          field?.toLowerCase().includes(words),
        ),
    ),
  );
}

const form = document.querySelector(".filters");
for (const input of Object.values(inputs)) {
  input.addEventListener(input === inputs.stance ? "change" : "input", filter);
}
form.addEventListener("submit", (event) => event.preventDefault());
// The inputs still hold their old values while the event runs.
form.addEventListener("reset", () => setTimeout(filter));
filter();

/* Pairs: [speaker, target, support, oppose, neutral, articles, dates] */

function showPair(speaker, target) {
  inputs.speaker.value = `"${speakerName(speaker)}"`;
  inputs.target.value = target ? `"${target}"` : "";
  inputs.stance.value = "all";
  filter();
  document.getElementById("stances").scrollIntoView();
}

function shareNode([speaker, target, ...rest]) {
  const counts = rest.slice(0, 3);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const button = element("button", { type: "button", className: "share" });
  const label = `Show what ${speakerName(speaker)} says about ${target ?? "nobody"}: ${total}`;
  button.setAttribute("aria-label", label);
  for (const [place, stance] of ["support", "oppose", "neutral"].entries()) {
    const bar = element("span", { className: stance });
    bar.style.flexGrow = counts[place];
    button.append(bar);
  }
  button.addEventListener("click", () => showPair(speaker, target));
  return button;
}

new Listing(
  document.getElementById("pairs"),
  data.pairs,
  PAIRS_A_PAGE,
  [
    (pair) => speakerName(pair[0]),
    (pair) => pair[1] ?? "",
    ...[2, 3, 4, 5, 6].map((place) => (pair) => pair[place]),
  ],
  (pair) => [
    speakerNode(pair[0]),
    pair[1] ?? "",
    ...pair.slice(2, 6).map((count) => number.format(count)),
    pair[6],
    shareNode(pair),
  ],
);

/* Articles: a link opens the article that it leads into; a claim's stances show on a card. */

function reveal(hash) {
  const target = hash.length > 1 && document.getElementById(hash.slice(1));
  const article = target && target.closest("details");
  if (article) article.open = true;
  return article ? target : null;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  // Also for a second click on a link, when the address does not change.
  if (link) reveal(link.hash)?.focus({ preventScroll: true });
});
window.addEventListener("hashchange", () => reveal(location.hash)?.scrollIntoView());
reveal(location.hash)?.scrollIntoView();

const card = document.getElementById("card");

function summary(article, claim) {
  return document.getElementById(`${article}c${claim}`).getAttribute("aria-label");
}

function showCard(event) {
  const part = event.target.closest?.("[data-claims]");
  card.hidden = !part;
  if (!part) return;
  const article = part.closest("details").id;
  card.replaceChildren(
    ...part.dataset.claims
      .split(" ")
      .map((claim) => element("p", { dir: "auto" }, summary(article, claim))),
  );
}

for (const event of ["pointerover", "focusin"]) document.addEventListener(event, showCard);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") card.hidden = true;
});
