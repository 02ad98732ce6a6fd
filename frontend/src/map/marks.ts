// Marks: a shape of its own per state, an icon, and words; buttons, so that keyboard and screen reader reach them.
import { words } from "../each";

export interface Sign {
  shape: string;
  icon: string;
  tone: string;
  title: string;
}

/** One place as the server sends it: lng, lat, count, index of the mark, name, kind, address of its page. */
export type Spot = [number, number, number, number, string, string, string];

const SPRITE = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";

/** The legend is the one place that says what marks there are; the map reads it. */
export function readLegend(region: ParentNode): { signs: Sign[]; kinds: Map<string, { words: string; icon: string }> } {
  const signs = [...region.querySelectorAll<HTMLElement>("[data-mark]")].map(({ dataset }) => ({
    shape: dataset["markShape"] ?? "circle",
    icon: dataset["markIcon"] ?? "point",
    tone: dataset["markTone"] ?? "plain",
    title: dataset["markTitle"] ?? "",
  }));
  const kinds = new Map<string, { words: string; icon: string }>();
  for (const line of region.querySelectorAll<HTMLElement>("[data-kind]")) {
    kinds.set(line.dataset["kind"] ?? "", { words: line.textContent ?? "", icon: line.dataset["kindIcon"] ?? "" });
  }
  return { signs, kinds };
}

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${SPRITE}#i-${name}`);
  svg.append(use);
  return svg;
}

/** A mark as a button: one object shows the icon of its kind, a cluster its number. */
export function markButton(spot: Spot, sign: Sign, kind: { words: string; icon: string } | undefined): HTMLButtonElement {
  const [, , count, , name] = spot;
  const button = document.createElement("button");
  button.type = "button";
  button.className = `map-mark map-${sign.shape} map-${sign.tone}`;
  if (count > 1) {
    button.classList.add("map-cluster");
    button.append(short(count));
    button.setAttribute("aria-label", words(`${count}项，最紧要的：${sign.title}。放大`, `${count}, most urgent: ${sign.title}. Zoom in`));
  } else {
    button.append(icon(kind?.icon || sign.icon));
    const said = [name, kind?.words, sign.title].filter(Boolean).join(words("，", ", "));
    button.setAttribute("aria-label", said);
    button.title = said;
  }
  return button;
}

function short(count: number): string {
  if (count < 1000) return String(count);
  return document.documentElement.lang.startsWith("en") || count < 10_000
    ? `${(count / 1000).toFixed(count < 10_000 ? 1 : 0)}k`
    : `${(count / 10_000).toFixed(1)}万`;
}

/** What a mark says when it is pressed. */
export function card(spot: Spot, sign: Sign, kind: string): HTMLElement {
  const [, , , , name, , url] = spot;
  const box = document.createElement("div");
  box.className = "map-card";
  const title = document.createElement("strong");
  title.textContent = name;
  const state = document.createElement("p");
  state.textContent = [kind, sign.title].filter(Boolean).join(" · ");
  const link = document.createElement("a");
  link.className = "btn btn-primary";
  link.href = url;
  link.textContent = words("打开", "Open");
  box.append(title, state, link);
  return box;
}
