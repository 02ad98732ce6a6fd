// One click copies a text to paste elsewhere (`data-copy="#id"`); a choice that is a form of its own is sent at once.
import { announce } from "./announce";

async function copy(button: HTMLElement): Promise<void> {
  const source = document.querySelector<HTMLTextAreaElement>(button.dataset["copy"] ?? "");
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.value);
  } catch {
    // No clipboard on a page without HTTPS: the old way copies what is selected.
    source.select();
    document.execCommand("copy");
  }
  const words = button.querySelector("span");
  const done = button.dataset["done"] ?? "";
  if (words) words.textContent = done;
  announce(done);
}

export function startCopying(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button) void copy(button);
  });
  document.addEventListener("change", (event) => {
    const target = event.target;
    if (target instanceof HTMLElement && target.matches("[data-submit]")) target.closest("form")?.requestSubmit();
  });
}
