// Keying in a paper sheet: Enter goes to the next cell, as in a spreadsheet; from the last one to the button.

import { each } from "./each";

export function startKeying(): void {
  each<HTMLFormElement>("form[data-keying]", (form) => {
    const cells = (): HTMLElement[] => [
      ...form.querySelectorAll<HTMLElement>("input:not([type=hidden]), button[type=submit]"),
    ];
    cells()[0]?.focus();
    form.addEventListener("keydown", (event) => {
      const here = event.target;
      if (event.key !== "Enter" || !(here instanceof HTMLInputElement) || here.type === "file") return;
      event.preventDefault();
      const all = cells();
      const next = all[all.indexOf(here) + 1];
      next?.focus();
      if (next instanceof HTMLInputElement && next.type !== "file") next.select();
    });
  });
}
