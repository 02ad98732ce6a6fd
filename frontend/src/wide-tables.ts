// A table wider than its place scrolls within its frame; others stay in the page, where their head sticks to the top bar.
import { each } from "./each";

export function startWideTables(): void {
  each<HTMLElement>(".listing-table-frame", (frame) => {
    const table = frame.querySelector("table");
    if (!table) return;
    const look = (): void => {
      frame.classList.toggle("scrolls", table.offsetWidth > frame.clientWidth + 1);
    };
    new ResizeObserver(look).observe(frame);
    look();
  });
}
