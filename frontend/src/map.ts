// Maps are heavy: their chunk is fetched only on a page that has one.
import { each } from "./each";

export function startMaps(): void {
  each<HTMLElement>("[data-map-page]", (frame) => void import("./map/page").then((map) => map.startPointsMap(frame)));
  each<HTMLElement>("[data-map-place]", (frame) => void import("./map/small").then((map) => map.startPlacing(frame)));
  each<HTMLElement>("[data-map-shapes]", (frame) => void import("./map/small").then((map) => map.startShapes(frame)));
  each<HTMLElement>("[data-map]", (frame) => void import("./map/small").then((map) => map.startSmallMap(frame)));
}
