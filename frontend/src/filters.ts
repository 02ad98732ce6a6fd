// A list's address names only the filters that are set, so that it can be read, kept and sent to a colleague.

interface Configured extends Event {
  detail: { ctx: { sourceElement: Element; request: { body: FormData | null } } };
}

/** Names of views and ticked columns stand among the filters but belong to other forms: a change there filters nothing. */
function keepOthersApart(event: Event): void {
  const field = event.target;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
  const around = field.closest("form[data-filters]");
  if (around && field.form !== around) event.stopPropagation();
}

export function startFilters(): void {
  document.addEventListener("change", keepOthersApart, { capture: true });
  document.addEventListener("htmx:config:request", (event) => {
    const { sourceElement, request } = (event as Configured).detail.ctx;
    if (!sourceElement.matches("[data-filters]") || !request.body) return;
    for (const name of new Set(request.body.keys())) {
      const values = request.body.getAll(name).filter((value) => value !== "");
      request.body.delete(name);
      for (const value of values) request.body.append(name, value);
    }
  });
}
