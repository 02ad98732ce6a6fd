// 一张图: the points of one layer in the window, and the same window in words beside it. Filters are the list's own:
// when they change, htmx brings a new region with a new query and the map follows.
import { Marker, Popup } from "maplibre-gl";

import { type GroundMap, groundMap, windowOf } from "./ground";
import { type Sign, type Spot, card, markButton, readLegend } from "./marks";

const SETTLED_MS = 150;
const CLUSTERS_END = 18;

class PointsMap {
  readonly #frame: HTMLElement;
  readonly #map: GroundMap;
  readonly #drawn = new Map<string, Marker>();
  #legend: ReturnType<typeof readLegend>;
  #query: URLSearchParams;
  #asked: AbortController | null = null;
  #timer = 0;

  constructor(frame: HTMLElement, map: GroundMap) {
    this.#frame = frame;
    this.#map = map;
    const region = regionOf();
    this.#legend = readLegend(region);
    this.#query = new URLSearchParams(region.dataset["query"] ?? "");
    this.#fit(region.dataset["box"]);
    map.on("moveend", () => this.#later());
    map.on("load", () => this.#later());
    document.addEventListener("htmx:after:swap", () => this.#follow());
  }

  /** The filters changed: another legend, other points; the window only moves when nothing of it is left in it. */
  #follow(): void {
    const region = regionOf();
    const query = region.dataset["query"] ?? "";
    if (`?${this.#query}` === query) return;
    this.#legend = readLegend(region);
    this.#query = new URLSearchParams(query);
    this.#fit(region.dataset["box"]);
    this.#later();
  }

  #fit(box: string | undefined): void {
    const edges = (box ?? "").split(",").map(Number);
    if (edges.length !== 4 || edges.some(Number.isNaN)) return;
    this.#map.fitBounds(edges as [number, number, number, number], { padding: 48, maxZoom: 16, animate: false });
  }

  #later(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#refresh(), SETTLED_MS);
  }

  #address(url: string | undefined, view: URLSearchParams): string {
    const query = new URLSearchParams(this.#query);
    for (const [key, value] of view) query.set(key, value);
    return `${url ?? ""}?${query}`;
  }

  async #refresh(): Promise<void> {
    this.#asked?.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const view = windowOf(this.#map);
    this.#frame.setAttribute("aria-busy", "true");
    try {
      const [points, rows] = await Promise.all([
        fetch(this.#address(this.#frame.dataset["points"], view), { signal }),
        fetch(this.#address(this.#frame.dataset["rows"], view), { signal }),
      ]);
      if (!points.ok || !rows.ok) return;
      this.#draw(((await points.json()) as { spots: Spot[] }).spots);
      const list = document.getElementById("map-rows");
      if (list) list.innerHTML = await rows.text();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    } finally {
      if (!signal.aborted) this.#frame.setAttribute("aria-busy", "false");
    }
  }

  /** Keep what stays, so that nothing flickers and the keyboard's place is not lost. */
  #draw(spots: Spot[]): void {
    const wanted = new Set<string>();
    for (const spot of spots) {
      const key = JSON.stringify(spot);
      wanted.add(key);
      if (!this.#drawn.has(key)) this.#drawn.set(key, this.#marker(spot));
    }
    for (const [key, marker] of this.#drawn) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.#drawn.delete(key);
    }
    this.#frame.dataset["spots"] = String(spots.length);
  }

  #marker(spot: Spot): Marker {
    const [lng, lat, count, mark, , kindName] = spot;
    const sign = this.#legend.signs[mark] ?? { shape: "circle", icon: "point", tone: "plain", title: "" };
    const kind = this.#legend.kinds.get(kindName);
    const element = markButton(spot, sign, kind);
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      if (count > 1) this.#nearer(spot);
      else this.#tell(spot, sign, kind?.words ?? "");
    });
    return new Marker({ element }).setLngLat([lng, lat]).addTo(this.#map);
  }

  #nearer([lng, lat]: Spot): void {
    if (this.#map.getZoom() >= CLUSTERS_END) {
      document.getElementById("map-rows")?.scrollIntoView({ block: "nearest" });
      return;
    }
    const zoom = Math.min(CLUSTERS_END, Math.floor(this.#map.getZoom()) + 2);
    this.#map.easeTo({ center: [lng, lat], zoom });
  }

  #tell(spot: Spot, sign: Sign, kind: string): void {
    new Popup({ offset: 18, focusAfterOpen: true }).setLngLat([spot[0], spot[1]]).setDOMContent(card(spot, sign, kind)).addTo(this.#map);
  }
}

function regionOf(): HTMLElement {
  return document.querySelector<HTMLElement>("[data-map-region]") ?? document.body;
}

export function startPointsMap(frame: HTMLElement): void {
  const map = groundMap(frame);
  if (map) new PointsMap(frame, map);
  else void wordsOnly(frame);
}

/** No map on this machine: the list beside it still says everything. */
async function wordsOnly(frame: HTMLElement): Promise<void> {
  const answer = await fetch(`${frame.dataset["rows"] ?? ""}${regionOf().dataset["query"] ?? ""}`);
  const list = document.getElementById("map-rows");
  if (answer.ok && list) list.innerHTML = await answer.text();
}
