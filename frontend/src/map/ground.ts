// The ground of every map: plain paper with a grid of degrees, a tile server only where the settings name one, outlines
// only where somebody imported them. Nothing is asked of another host by default; letters are the page's own (markers
// are elements), so no glyphs are fetched.
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import {
  AttributionControl,
  type GeoJSONSource,
  Map as GroundMap,
  Marker,
  NavigationControl,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
} from "maplibre-gl";

import { words } from "../each";

setWorkerUrl(workerUrl);

export type { GroundMap };

const CHINA: [number, number, number, number] = [73, 18, 135, 54];
const STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002];
const LINES_WANTED = 5;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#45606b";
}

function style(frame: HTMLElement): StyleSpecification {
  const tiles = frame.dataset["tiles"] ?? "";
  const empty = { type: "FeatureCollection" as const, features: [] };
  return {
    version: 8,
    sources: {
      grid: { type: "geojson", data: empty },
      outlines: { type: "geojson", data: empty },
      ...(tiles ? { tiles: { type: "raster" as const, tiles: [tiles], tileSize: 256, maxzoom: 18 } } : {}),
    },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": colour("--paper") } },
      ...(tiles ? [{ id: "tiles", type: "raster" as const, source: "tiles" }] : []),
      { id: "grid", type: "line", source: "grid", paint: { "line-color": colour("--line-strong"), "line-opacity": 0.6 } },
      { id: "land", type: "fill", source: "outlines", paint: { "fill-color": colour("--accent"), "fill-opacity": 0.06 } },
      {
        id: "outlines",
        type: "line",
        source: "outlines",
        filter: ["!", ["get", "illustrative"]],
        paint: { "line-color": colour("--ink-soft"), "line-width": 1.5 },
      },
      {
        id: "outlines-illustrative",
        type: "line",
        source: "outlines",
        filter: ["get", "illustrative"],
        paint: { "line-color": colour("--ink-soft"), "line-width": 1.5, "line-dasharray": [3, 2] },
      },
    ],
  };
}

const LOCALE = (): Record<string, string> => ({
  "NavigationControl.ZoomIn": words("放大", "Zoom in"),
  "NavigationControl.ZoomOut": words("缩小", "Zoom out"),
  "Map.Title": words("地图", "Map"),
  "Marker.Title": words("标记", "Marker"),
  "Popup.Close": words("关闭", "Close"),
  "AttributionControl.ToggleAttribution": words("地图来源", "Source of the map"),
  "ScaleControl.Meters": words("米", "m"),
  "ScaleControl.Kilometers": words("公里", "km"),
});

/** A map in `frame`; null where the browser cannot draw one (then the words beside it have to do). */
export function groundMap(frame: HTMLElement, options: { small?: boolean } = {}): GroundMap | null {
  let map: GroundMap;
  try {
    map = new GroundMap({
      container: frame,
      style: style(frame),
      bounds: CHINA,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 19,
      cooperativeGestures: options.small ?? false,
      canvasContextAttributes: { preserveDrawingBuffer: true }, // or paper would show nothing
      locale: LOCALE(),
    });
  } catch {
    return null;
  }
  frame.querySelector("[data-map-none]")?.remove();
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  const credit = frame.dataset["credit"];
  if (credit) map.addControl(new AttributionControl({ customAttribution: credit, compact: true }));
  map.on("load", () => {
    grid(map);
    map.on("moveend", () => grid(map));
    map.on("idle", () => (frame.dataset["drawn"] = "true")); // nothing is under way: what prints or photographs may begin
    void outlines(map, frame.dataset["outlines"]);
  });
  return map;
}

/** Lines of latitude and longitude at a round distance: without tiles they say how far things are apart. */
function grid(map: GroundMap): void {
  const bounds = map.getBounds();
  const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const step = STEPS.find((each) => (east - west) / each >= LINES_WANTED) ?? 0.0002;
  const lines: [number, number][][] = [];
  for (let at = Math.ceil(west / step) * step; at <= east; at += step) lines.push([[at, south], [at, north]]);
  for (let at = Math.ceil(south / step) * step; at <= north; at += step) lines.push([[west, at], [east, at]]);
  map.getSource<GeoJSONSource>("grid")?.setData({
    type: "Feature",
    properties: {},
    geometry: { type: "MultiLineString", coordinates: lines },
  });
}

interface OutlineFeature {
  properties: { name: string; illustrative: boolean };
  geometry: { type: "MultiPolygon"; coordinates: [number, number][][][] };
  type: "Feature";
}

/** Outlines in reach, each with its name; shapes that are no survey say so. */
async function outlines(map: GroundMap, url: string | undefined): Promise<void> {
  if (!url) return;
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = (await answer.json()) as { type: "FeatureCollection"; features: OutlineFeature[] };
  map.getSource<GeoJSONSource>("outlines")?.setData(found);
  for (const feature of found.features) {
    const name = document.createElement("span");
    name.className = "map-place-name";
    name.textContent = feature.properties.name + (feature.properties.illustrative ? words("（示意）", " (sketch)") : "");
    new Marker({ element: name }).setLngLat(middle(feature.geometry.coordinates)).addTo(map);
  }
  const points = found.features.flatMap(({ geometry }) => geometry.coordinates.flat(2));
  if (!points.length) return;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const least = (all: number[]): number => all.reduce((a, b) => Math.min(a, b));
  const most = (all: number[]): number => all.reduce((a, b) => Math.max(a, b));
  const detail = [least(xs), least(ys), most(xs), most(ys)];
  map.getContainer().dispatchEvent(new CustomEvent("outlines", { detail }));
}

/** The middle of the largest ring's box: good enough to write a name there. */
function middle(polygons: [number, number][][][]): [number, number] {
  const rings = polygons.map((polygon) => polygon[0] ?? []);
  const ring = rings.reduce((longest, each) => (each.length > longest.length ? each : longest), [] as [number, number][]);
  const [xs, ys] = [ring.map((point) => point[0]), ring.map((point) => point[1])];
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

/** The window as the server reads it. */
export function windowOf(map: GroundMap): URLSearchParams {
  const bounds = map.getBounds();
  const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  // MapLibre counts tiles of 512 pixels: its zoom is one less than that of tiles of 256.
  const zoom = Math.max(0, Math.min(22, Math.floor(map.getZoom())));
  return new URLSearchParams({ box: box.map((each) => each.toFixed(6)).join(","), zoom: String(zoom) });
}
