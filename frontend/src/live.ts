// Live pages: when the server says that something happened (`hazard.closed`), regions with `data-live="hazard"` ask for
// themselves again, in the reader's own scope. Read with fetch, because EventSource hears only names it knows beforehand.

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const GATHER_MS = 400;
const LATER_MS = 3000; // a region in which somebody is typing is asked again after this

type State = "open" | "lost";

function show(mark: HTMLElement, state: State): void {
  mark.hidden = false;
  mark.dataset["state"] = state;
  mark.textContent = mark.dataset[state] ?? "";
}

const pending = new Set<string>();
let timer = 0;

/** Events come in bursts (one act, several events): regions refresh once per burst. */
function happened(name: string): void {
  pending.add(name.split(".")[0] ?? name);
  window.clearTimeout(timer);
  timer = window.setTimeout(refresh, GATHER_MS);
}

/** Typed, ticked or chosen and not sent yet: what a refresh would take away. */
function changed(field: Element): boolean {
  if (field instanceof HTMLSelectElement) return [...field.options].some((each) => each.selected !== each.defaultSelected);
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement) || field.type === "hidden") return false;
  const ticked = field.type === "checkbox" || field.type === "radio";
  return ticked ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

function busy(region: HTMLElement): boolean {
  const at = document.activeElement;
  if (region.contains(at) && at?.matches("input, textarea, select")) return true;
  return [...region.querySelectorAll("input, textarea, select")].some(changed);
}

function refresh(): void {
  const later = new Set<string>();
  for (const region of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const kinds = (region.dataset["live"] ?? "").split(/\s+/).filter((kind) => pending.has(kind));
    if (kinds.length === 0) continue;
    if (busy(region)) kinds.forEach((kind) => later.add(kind));
    else region.dispatchEvent(new CustomEvent("live", { bubbles: false }));
  }
  pending.clear();
  later.forEach((kind) => pending.add(kind));
  if (later.size > 0) timer = window.setTimeout(refresh, LATER_MS);
}

/** The event names in a chunk of the stream; what is not yet complete is handed back. */
export function parse(text: string): { names: string[]; rest: string } {
  const blocks = text.split("\n\n");
  const rest = blocks.pop() ?? "";
  const names = blocks.flatMap((block) =>
    block.split("\n").flatMap((line) => (line.startsWith("event: ") ? [line.slice(7).trim()] : [])),
  );
  return { names, rest };
}

async function listen(url: string, opened: () => void): Promise<void> {
  const answer = await fetch(url, { credentials: "include", headers: { Accept: "text/event-stream" } });
  if (!answer.ok || !answer.body) throw new Error(`live stream: ${answer.status}`);
  opened();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const found = parse(rest + value);
    rest = found.rest;
    found.names.forEach(happened);
  }
}

async function keepListening(url: string, mark: HTMLElement): Promise<void> {
  let wait = FIRST_WAIT_MS;
  let everOpen = false;
  for (;;) {
    try {
      await listen(url, () => {
        everOpen = true;
        wait = FIRST_WAIT_MS;
        show(mark, "open");
      });
    } catch {
      // The stream is a comfort, not a promise: without it pages show what they showed when they were opened.
    }
    if (everOpen) show(mark, "lost");
    await new Promise((resolve) => window.setTimeout(resolve, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

export function startLive(): void {
  const mark = document.querySelector<HTMLElement>("[data-live-url]");
  const url = mark?.dataset["liveUrl"];
  if (mark && url) void keepListening(url, mark);
}
