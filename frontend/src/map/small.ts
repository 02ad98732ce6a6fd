// The small map of an object file, and the map on which an object is put in its place.
import { type LngLat, Marker } from "maplibre-gl";

import { words } from "../each";
import { type GroundMap, groundMap } from "./ground";
import { icon } from "./marks";

const NEAR = 15;

function pin(draggable: boolean): Marker {
  const element = document.createElement("span");
  element.className = "map-pin";
  element.append(icon("map-pin"));
  return new Marker({ element, draggable, anchor: "bottom" });
}

/** `<div data-map data-map-lat data-map-lng data-map-url>`: where it is, with a way to the whole map. */
export function startSmallMap(frame: HTMLElement): void {
  const at: [number, number] = [Number(frame.dataset["mapLng"]), Number(frame.dataset["mapLat"])];
  if (!frame.dataset["mapLat"] || at.some(Number.isNaN)) return;
  frame.classList.add("map-small");
  const map = groundMap(frame, { small: true });
  if (!map) return;
  map.jumpTo({ center: at, zoom: NEAR });
  pin(false).setLngLat(at).addTo(map);
  const url = frame.dataset["mapUrl"];
  if (!url) return;
  const link = document.createElement("a");
  link.href = url;
  link.className = "map-whole btn";
  link.textContent = words("在一张图上看", "On the whole map");
  frame.append(link);
}

/** A click or a drag fills in the degrees beside the map; typing them moves the mark. */
export function startPlacing(frame: HTMLElement): void {
  const form = frame.closest("form");
  const fields = [form?.querySelector<HTMLInputElement>("[name=lat]"), form?.querySelector<HTMLInputElement>("[name=lng]")];
  const datum = form?.querySelector<HTMLSelectElement>("[name=datum]");
  const [lat, lng] = fields;
  const map = groundMap(frame);
  if (!map || !lat || !lng || !datum) return;
  const mark = pin(true);
  const known: [number, number] = [Number(frame.dataset["lng"]), Number(frame.dataset["lat"])];
  const filled = (place: LngLat): void => {
    [lat.value, lng.value] = [place.lat.toFixed(6), place.lng.toFixed(6)];
    datum.value = frame.dataset["datum"] ?? "wgs84"; // the map's own degrees
    lat.dispatchEvent(new Event("input", { bubbles: true }));
  };
  if (frame.dataset["lat"]) {
    mark.setLngLat(known).addTo(map);
    map.jumpTo({ center: known, zoom: NEAR });
  } else {
    void nearTheOthers(map, frame.dataset["points"]);
  }
  map.on("click", ({ lngLat }) => {
    mark.setLngLat(lngLat).addTo(map);
    filled(lngLat);
  });
  mark.on("dragend", () => filled(mark.getLngLat()));
  for (const field of [lat, lng]) {
    field.addEventListener("change", () => {
      const typed: [number, number] = [Number(lng.value), Number(lat.value)];
      if (!lat.value || !lng.value || typed.some(Number.isNaN) || Math.abs(typed[1]) > 85) return;
      mark.setLngLat(typed).addTo(map);
      map.easeTo({ center: typed, zoom: Math.max(map.getZoom(), NEAR) });
    });
  }
}

/** The shapes of a file, to be looked at before they are taken into use: the map opens where they lie. */
export function startShapes(frame: HTMLElement): void {
  const map = groundMap(frame);
  frame.addEventListener("outlines", (event) => {
    if (event instanceof CustomEvent) map?.fitBounds(event.detail, { padding: 24, animate: false });
  });
}

/** Nobody knows yet where it is: begin where the town's other objects are. */
async function nearTheOthers(map: GroundMap, url: string | undefined): Promise<void> {
  if (!url) return;
  const answer = await fetch(`${url}?box=73,3,136,54&zoom=9`);
  if (!answer.ok) return;
  const { spots } = (await answer.json()) as { spots: [number, number, number][] };
  const most = spots.reduce((best, each) => (each[2] > best[2] ? each : best), [0, 0, 0]);
  if (most[2]) map.jumpTo({ center: [most[0], most[1]], zoom: 13 });
}
