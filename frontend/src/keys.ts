// The keyboard all the way: / searches, j and k walk the rows, x ticks one, Enter opens, g and a letter goes, ? explains.
import { openDialog } from "./dialogs";

const TYPING = "input, select, textarea, [contenteditable], dialog[open]";
const GO_WITHIN_MS = 1200;

let goPressedAt = 0;

function rows(): HTMLTableRowElement[] {
  return [...document.querySelectorAll<HTMLTableRowElement>(".listing-table tbody tr")];
}

function step(by: 1 | -1): void {
  const all = rows();
  if (all.length === 0) return;
  const at = all.findIndex((row) => row.classList.contains("row-at"));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  all[at]?.classList.remove("row-at");
  const row = all[next];
  row?.classList.add("row-at");
  row?.querySelector<HTMLElement>(".row-link")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/** Tick the row one stands on; false where the list has nothing to choose. */
function choose(): boolean {
  const box = document.querySelector<HTMLInputElement>(".row-at [data-choose]");
  box?.click();
  return box !== null;
}

function go(key: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(`[data-go="${CSS.escape(key)}"]`);
  link?.click();
  return link !== null;
}

function follow(selector: string): boolean {
  const link = document.querySelector<HTMLAnchorElement>(selector);
  link?.click();
  return link !== null;
}

function act(key: string): boolean {
  if (Date.now() - goPressedAt < GO_WITHIN_MS) {
    goPressedAt = 0;
    return go(key);
  }
  switch (key) {
    case "/": {
      const search = document.querySelector<HTMLInputElement>("[data-search]");
      search?.focus();
      search?.select();
      return search !== null;
    }
    case "j":
    case "k":
      step(key === "j" ? 1 : -1);
      return true;
    case "x":
      return choose();
    case "Enter":
      return document.activeElement === document.body && follow(".row-at .row-link");
    case "n":
      return follow('.pager [rel="next"]');
    case "p":
      return follow('.pager [rel="prev"]');
    case "g":
      goPressedAt = Date.now();
      return true;
    case "?":
      openDialog("keys");
      return true;
    default:
      return false;
  }
}

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(TYPING)) return;
    if (act(event.key)) event.preventDefault();
  });
}
