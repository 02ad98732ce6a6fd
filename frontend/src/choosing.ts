// Rows ticked for a bulk act: the box in the head ticks the page, and how many are ticked is said beside the acts.

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("[data-choose]")];
}

function count(): void {
  const place = document.querySelector<HTMLElement>("[data-chosen]");
  if (!place) return;
  const chosen = boxes().filter((box) => box.checked).length;
  place.dataset["before"] ??= place.textContent ?? "";
  place.textContent = chosen > 0 ? (place.dataset["words"] ?? "{}").replace("{}", String(chosen)) : place.dataset["before"];
  for (const box of boxes()) box.closest("tr")?.classList.toggle("row-chosen", box.checked);
}

export function startChoosing(): void {
  document.addEventListener("change", (event) => {
    const target = event.target;
    if (!(target instanceof HTMLInputElement)) return;
    if (target.matches("[data-choose-all]")) {
      for (const box of boxes()) box.checked = target.checked;
      count();
    } else if (target.matches("[data-choose]")) {
      count();
    }
  });
}
